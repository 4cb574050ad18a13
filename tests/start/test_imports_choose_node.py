"""Whatever of the library is imported first, it runs on a suitable Node.js."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FIRST = [
    "from homelab_cdk import Lab",
    "from homelab_cdk.components.metallb import MetalLB",
    "from homelab_cdk.constructs import Manifest",
    "import homelab_cdk.order",
    "import homelab_cdk.checks",
    "import homelab_cdk.config",
]


@pytest.mark.parametrize("line", FIRST)
def test_an_old_node_on_path_is_passed_over(line: str, tmp_path: Path) -> None:
    # GIVEN a Node.js on PATH that is too old, and would say so
    node = tmp_path / "node"
    node.write_text('#!/bin/sh\n[ "$1" = --version ] && echo v20.1.0 && exit\necho too old >&2\nexit 1\n')
    node.chmod(0o755)
    environ = {key: value for key, value in os.environ.items() if not key.startswith("JSII_")}
    environ["PATH"] = f"{tmp_path}{os.pathsep}{environ['PATH']}"
    # WHEN a program imports something of the library
    done = subprocess.run([sys.executable, "-c", line], env=environ, capture_output=True, text=True, check=False)
    # THEN it works, and nothing is said
    assert (done.returncode, done.stderr) == (0, "")
