"""`homelab-synth` in one process, which tells what part of its CPU time the rules took: `rules.py ROOT`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from homelab_cdk._node import use_node

use_node()

from homelab_cdk.model import Finding  # noqa: E402  # Node.js has to be chosen first
from homelab_cdk.order import Built  # noqa: E402  # the same
from homelab_cdk.synth import _run  # noqa: E402  # the same

spent = 0.0
look = _run.check_lab


def timed(built: Built) -> list[Finding]:
    """The same, and what it cost."""
    global spent
    before = time.process_time()
    try:
        return look(built)
    finally:
        spent += time.process_time() - before


_run.check_lab = timed
_run.run(Path(sys.argv[1]))
print(json.dumps({"rules": spent, "whole": time.process_time()}))
