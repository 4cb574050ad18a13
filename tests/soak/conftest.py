"""How much a soak test does: all of it in `make soak`, a tenth in `make test`."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest


@pytest.fixture
def scale() -> Callable[[int], int]:
    """Return `full` where `HOMELAB_SOAK=1` is set, else a tenth of it."""
    return lambda full: full if os.environ.get("HOMELAB_SOAK") == "1" else full // 10
