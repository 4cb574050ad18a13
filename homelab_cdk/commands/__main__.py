"""`python -m homelab_cdk.commands` is `homelab`."""

from __future__ import annotations

from . import main

main()
