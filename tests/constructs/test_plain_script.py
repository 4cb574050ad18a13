"""The script of the documentation that uses three constructs without a lab."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
SCRIPT = CHECKOUT / "docs" / "examples" / "plain_cdk8s.py"


def test_it_is_15_lines_short() -> None:
    lines = [line for line in SCRIPT.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= 15


def test_it_writes_what_it_says(tmp_path: Path) -> None:
    path = os.pathsep.join([str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    files = {file.name: list(yaml.safe_load_all(file.read_text(encoding="utf-8"))) for file in tmp_path.iterdir()}
    assert sorted(files) == ["gateway-api.k8s.yaml", "hello.k8s.yaml", "metallb.k8s.yaml"]
    assert {body["kind"] for body in files["hello.k8s.yaml"]} == {
        "Namespace",
        "NetworkPolicy",
        "Deployment",
        "Service",
        "PodDisruptionBudget",
    }
    [pool] = [body for body in files["metallb.k8s.yaml"] if body["kind"] == "IPAddressPool"]
    assert pool["spec"]["addresses"] == ["192.168.1.200-192.168.1.220"]
