"""Every lab of the repository comes up from an empty cluster."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from homelab_cdk.order import Built
from homelab_cdk.rollout import Rollout, folders_of, machines_of, rollout_of, simulate
from homelab_cdk.synth._run import build, render
from tests.conftest import CHECKOUT
from tests.rollout.made_up import kustomization_key


def labs() -> list[Path]:
    """The folders with a `homelab.yaml`, but those of hidden folders and of tests."""
    found: list[Path] = []
    for folder, names, files in os.walk(CHECKOUT):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in ("node_modules", "tests"))
        if "homelab.yaml" in files:
            found.append(Path(folder))
    return found


@pytest.mark.parametrize("root", labs(), ids=lambda root: str(root.relative_to(CHECKOUT)))
def test_a_lab_converges(root: Path) -> None:
    built = build(root)
    outcome = simulate(rollout_of(built))
    assert [str(block) for block in outcome.blocks] == []
    assert outcome.held_up == {}
    ready = {arrival.key for wave in outcome.waves for arrival in wave}
    assert {kustomization_key(unit.name) for unit in built.units} <= ready


def test_the_repository_has_labs() -> None:
    assert CHECKOUT in labs()


def test_the_text_of_the_files_says_the_same(built: Built, lab: Rollout) -> None:
    # WHEN the objects are read back from what is written instead of taken from the construct tree
    written = folders_of({path: file.content for path, file in render(built).items() if path.endswith(".yaml")})
    outcome = simulate(replace(lab, folders={path: written[path] for path in lab.folders}))
    # THEN the same comes up in the same waves
    assert outcome == simulate(lab)


def test_the_files_of_the_machines_say_the_same(built: Built, lab: Rollout) -> None:
    machines = machines_of({path: file.content for path, file in render(built).items()})
    assert machines in (None, lab.machines)


def test_a_unit_comes_after_all_that_it_waits_for(built: Built, lab: Rollout) -> None:
    wave = {arrival.key: number for number, wave in enumerate(simulate(lab).waves) for arrival in wave}
    edges = [(unit.name, other) for unit in built.units for other in unit.depends_on]
    assert len(edges) > 5
    assert [
        (name, other) for name, other in edges if wave[kustomization_key(name)] <= wave[kustomization_key(other)]
    ] == []
