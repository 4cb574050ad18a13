"""`homelab-synth`: what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands._lab import LAB, Run, write_lab

CHECKOUT = Path(__file__).resolve().parents[2]
SERVICE = "generated/apps/hello/hello/service-hello.yaml"


def change_storage(lab: Path) -> None:
    text = (lab / "homelab.yaml").read_text()
    assert "storageSize: 20Gi" in text
    (lab / "homelab.yaml").write_text(text.replace("storageSize: 20Gi", "storageSize: 30Gi"))


def test_a_first_run_lists_what_it_added(run: Run, tmp_path: Path) -> None:
    result = run("synth", "-C", write_lab(tmp_path, LAB.partition("loadBalancer: metallb")[0]))
    assert result.exit_code == 0, result.stderr
    first, *rest = result.stdout.splitlines()
    assert first.endswith(" added, 0 changed, 0 removed, 0 unchanged")
    assert "  + generated/README.md" in rest
    assert rest[-2:] == ["0 of 0 proven", "next: review with `git diff`, then commit generated/ and flux/"]


def test_a_second_run_has_nothing_to_do(run: Run, lab_repository: Path) -> None:
    result = run("synth", "-C", lab_repository)
    assert result.exit_code == 0
    assert result.stdout.startswith("0 added, 0 changed, 0 removed, ")
    assert "next:" not in result.stdout


def test_a_changed_option_is_a_changed_file(run: Run, lab_repository: Path) -> None:
    change_storage(lab_repository)
    result = run("synth", "-C", lab_repository)
    assert result.exit_code == 0
    assert "  ~ generated/delivery/gitea/gitea/helmrelease-gitea.yaml\n" in result.stdout


def test_many_paths_are_cut_and_json_has_all(run: Run, lab_repository: Path) -> None:
    shutil.rmtree(lab_repository / "generated")
    shutil.rmtree(lab_repository / "flux")
    shutil.copytree(lab_repository, lab_repository.with_name("other"))
    text = run("synth", "-C", lab_repository).stdout
    assert "more (all with --json)" in text
    told = json.loads(run("synth", "--json", "-C", lab_repository.with_name("other")).stdout)
    assert len(told["files"]["added"]) == int(text.split()[0])


def test_what_is_not_proven_is_named_with_the_command_that_proves_it(run: Run, lab_repository: Path) -> None:
    text = run("synth", "-C", lab_repository).stdout
    assert "not proven: " in text
    [line] = [line for line in text.splitlines() if "proven" in line]
    assert "gitea" in line
    assert line.endswith(": run `homelab lock`")


def test_progress_and_colours_are_for_terminals(run: Run, lab_repository: Path) -> None:
    result = run("synth", "-C", lab_repository)
    assert all(line.startswith("warning: HL") for line in result.stderr.splitlines())
    assert "\x1b" not in result.stdout + result.stderr
    assert "\r" not in result.stdout + result.stderr


def test_check_of_a_fresh_tree_is_fine(run: Run, lab_repository: Path) -> None:
    result = run("synth", "--check", "-C", lab_repository)
    assert result.exit_code == 0, result.stdout
    assert "files are as they would be written" in result.stdout


def test_check_names_every_kind_of_drift(run: Run, lab_repository: Path) -> None:
    # GIVEN one file of each kind
    (lab_repository / SERVICE).write_text("kind: Service\n")
    (lab_repository / "generated/README.md").unlink()
    (lab_repository / "generated/apps/extra.yaml").write_text("mine: true\n")
    change_storage(lab_repository)
    # WHEN the tree is compared
    result = run("synth", "--check", "-C", lab_repository)
    # THEN each is a line, nothing is written, and the fix is named
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert f"hand-edited: {SERVICE}" in lines
    assert "missing: generated/README.md" in lines
    assert "extra: generated/apps/extra.yaml" in lines
    assert "stale: generated/delivery/gitea/gitea/helmrelease-gitea.yaml" in lines
    assert not (lab_repository / "generated/README.md").exists()
    assert "run `homelab-synth` and commit the result" in result.stderr


def test_check_as_json_says_the_same(run: Run, lab_repository: Path) -> None:
    (lab_repository / "generated/README.md").unlink()
    result = run("synth", "--check", "--json", "-C", lab_repository)
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["check"], told["clean"]) == (True, False)
    assert told["files"]["missing"] == ["generated/README.md"]
    assert set(told["proof"]) == {"charts", "proven", "unproven"}


def test_a_hand_edited_file_stops_the_write_until_it_is_forced(run: Run, lab_repository: Path) -> None:
    service = lab_repository / SERVICE
    service.write_text("kind: Service\n")
    refused = run("synth", "-C", lab_repository)
    assert refused.exit_code == 1
    assert SERVICE in refused.stderr
    assert "--force" in refused.stderr
    assert service.read_text() == "kind: Service\n"
    forced = run("synth", "--force", "-C", lab_repository)
    assert forced.exit_code == 0
    assert "1 restored" in forced.stdout
    assert service.read_text() != "kind: Service\n"


def test_check_and_force_exclude_each_other(run: Run, lab_repository: Path) -> None:
    assert run("synth", "--check", "--force", "-C", lab_repository).exit_code == 2


def test_a_wrong_configuration_ends_with_two_and_every_problem(run: Run, tmp_path: Path) -> None:
    lab = write_lab(tmp_path, LAB.replace("ingress:", "ingres:").replace("cores: 8", "cores: many"))
    result = run("synth", "-C", lab)
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("error: homelab.yaml:") for line in lines)


@pytest.mark.parametrize("command", ["synth", "check", "graph", "explain", "components", "schema", "lock"])
def test_an_old_node_on_path_goes_unnoticed(command: str, synthesized: Path, tmp_path: Path) -> None:
    # GIVEN a Node.js on PATH that is too old, and would say so
    node = tmp_path / "node"
    node.write_text('#!/bin/sh\n[ "$1" = --version ] && echo v20.1.0 && exit\necho too old >&2\nexit 1\n')
    node.chmod(0o755)
    environ = {key: value for key, value in os.environ.items() if not key.startswith("JSII_")}
    environ |= {"PYTHONPATH": str(CHECKOUT), "PATH": f"{tmp_path}{os.pathsep}{environ['PATH']}"}
    lab = tmp_path / "lab"
    shutil.copytree(synthesized, lab)
    more = {
        "explain": ["service/hello"],
        "lock": ["--charts", str(tmp_path), "--cache", str(tmp_path), "--help"],
    }.get(command, [])
    # WHEN a command is run in the lab's folder
    done = subprocess.run(
        [sys.executable, "-m", "homelab_cdk.commands", command, *more],
        cwd=lab,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    # THEN it works, and nothing is said of it
    said = [line for line in done.stderr.splitlines() if not line.startswith("warning: HL")]
    assert (done.returncode, said) == (0, [])
