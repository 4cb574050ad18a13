"""`homelab graph`: what starts before what, in four notations."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.commands._lab import LAB, Run, write_lab

SMALL = LAB.partition("ingress:")[0] + "secrets: external-secrets\n"


@pytest.fixture
def small_lab(tmp_path: Path) -> Path:
    """A load balancer, which has a unit of custom resources, and credentials."""
    return write_lab(tmp_path, SMALL)


@pytest.mark.parametrize("kind", ["text", "mermaid", "dot", "d2"])
def test_a_small_lab(run: Run, small_lab: Path, kind: str, text_snapshot: SnapshotAssertion) -> None:
    result = run("graph", "--format", kind, "-C", small_lab)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == text_snapshot


def test_text_is_the_default(run: Run, small_lab: Path) -> None:
    assert run("graph", "-C", small_lab).stdout == run("graph", "--format", "text", "-C", small_lab).stdout


@pytest.mark.parametrize("kind", ["text", "mermaid", "dot", "d2"])
def test_every_unit_is_drawn(run: Run, lab_repository: Path, kind: str) -> None:
    units = {
        path.name.removeprefix("kustomization-").removesuffix(".yaml")
        for path in (lab_repository / "generated/flux-system").glob("kustomization-*.yaml")
    }
    drawn = run("graph", "--format", kind, "-C", lab_repository).stdout
    assert len(units) > 8
    assert {unit for unit in units if unit not in drawn} == set()


def test_a_unit_stands_below_all_that_it_waits_for(run: Run, lab_repository: Path) -> None:
    lines = run("graph", "-C", lab_repository).stdout.splitlines()
    level: dict[str, int] = {}
    waits: dict[str, list[str]] = {}
    number = 0
    for line in lines:
        if line.endswith("."):
            number = int(line.rstrip("."))
            continue
        folder, _, after = line.strip().partition("  after ")
        name = folder.strip().rpartition("/")[2]
        level[name] = number
        waits[name] = after.split(", ") if after else []
    assert sum(map(len, waits.values())) > 5
    assert [(name, other) for name in waits for other in waits[name] if level[other] >= level[name]] == []


def test_the_waves_of_a_small_lab(run: Run, small_lab: Path, text_snapshot: SnapshotAssertion) -> None:
    result = run("graph", "--waves", "-C", small_lab)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == text_snapshot


def test_waves_that_never_come(run: Run, small_lab: Path) -> None:
    # GIVEN an app that waits for a Secret which nobody makes
    app = small_lab / "apps" / "tea" / "tea.yaml"
    app.parent.mkdir(parents=True)
    app.write_text(
        "apiVersion: v1\n"
        "kind: Namespace\n"
        "metadata: {name: tea}\n"
        "---\n"
        "apiVersion: v1\n"
        "kind: Pod\n"
        "metadata: {name: tea, namespace: tea}\n"
        "spec:\n"
        "  containers:\n"
        "  - name: tea\n"
        "    image: registry.example.com/tea:1.2.3\n"
        "    envFrom: [{secretRef: {name: recipe}}]\n"
    )
    result = run("graph", "--waves", "-C", small_lab)
    assert result.exit_code == 1
    assert result.stderr == (
        "error: Kustomization.kustomize.toolkit.fluxcd.io flux-system/tea: Pod tea/tea reads the Secret recipe,"
        " which nothing makes; add it, or write the name of one that is there\n"
    )
    assert "Kustomization flux-system/metallb" in result.stdout


def test_waves_are_text_alone(run: Run, small_lab: Path) -> None:
    result = run("graph", "--waves", "--format", "dot", "-C", small_lab)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: --waves is text alone, and --format asks for dot")
