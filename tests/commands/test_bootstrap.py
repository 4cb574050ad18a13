"""`homelab bootstrap`: the few commands, in order."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from homelab_cdk.bootstrap import bootstrap_steps
from homelab_cdk.synth._run import build
from tests.commands._lab import Run


def test_every_command_in_order(run: Run, lab_repository: Path) -> None:
    # GIVEN a lab that is synthesized
    expected = [line for step in bootstrap_steps(build(lab_repository)) for line in step.commands]
    # WHEN the bootstrap is printed
    result = run("bootstrap", "-C", lab_repository)
    # THEN all but the remarks is the commands, from the first machine to the last wait
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if line and not line.startswith("#")] == expected
    assert expected[0] == "sudo sh generated/hosts/node-1/install.sh"
    assert "wait --for=condition=Ready kustomizations --all" in expected[-1]


def test_remarks_fit_a_terminal(run: Run, lab_repository: Path) -> None:
    lines = run("bootstrap", "-C", lab_repository).stdout.splitlines()
    assert [line for line in lines if line.startswith("#") and len(line) > 100] == []


def test_a_shell_takes_all_of_it(run: Run, lab_repository: Path) -> None:
    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("there is no sh here")
    text = run("bootstrap", "-C", lab_repository).stdout
    assert subprocess.run([shell, "-n"], input=text.encode(), check=False, capture_output=True).stderr == b""


def test_as_data(run: Run, lab_repository: Path) -> None:
    steps = json.loads(run("bootstrap", "--json", "-C", lab_repository).stdout)["steps"]
    assert {tuple(step) for step in steps} == {("title", "where", "commands", "why", "stuck")}
    assert [step["where"] for step in steps][:2] == ["node-1", "workstation"]


def test_a_dry_run_is_what_it_does_anyway(run: Run, lab_repository: Path) -> None:
    assert run("bootstrap", "--dry-run", "-C", lab_repository).stdout == run("bootstrap", "-C", lab_repository).stdout


def test_running_is_not_offered_yet(run: Run, lab_repository: Path) -> None:
    result = run("bootstrap", "--run", "-C", lab_repository)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: running the commands is not offered yet; leave --run out, and run what is printed yourself, in order\n"
    )


@pytest.mark.parametrize("change", ["edited", "missing"])
def test_stale_files_are_not_to_be_applied(run: Run, lab_repository: Path, change: str) -> None:
    path = lab_repository / "flux" / "fluxinstance-flux.yaml"
    if change == "edited":
        path.write_text("kind: FluxInstance\n", encoding="utf-8")
    else:
        path.unlink()
    result = run("bootstrap", "-C", lab_repository)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: flux/fluxinstance-flux.yaml is not what homelab.yaml says; run homelab-synth, commit and push first\n"
    )


def test_without_a_lab(run: Run, tmp_path: Path) -> None:
    result = run("bootstrap", "-C", tmp_path)
    assert result.exit_code == 2
    assert "there is no homelab.yaml here" in result.stderr
