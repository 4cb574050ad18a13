"""What a command pays for the reader before it reads."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["cdk8s", "constructs", "jsii", "jsonschema", "yaml"])
def test_is_imported_only_when_a_file_is_read(module: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", f"import homelab_cdk.config, sys; print({module!r} in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout == "False\n"
