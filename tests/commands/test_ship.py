"""The facts that the library ships for its own pins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from homelab_cdk.commands.ship import config_for, entry_text, ship
from homelab_cdk.components import load_components
from homelab_cdk.constructs import components
from homelab_cdk.lock import HelmLibrary
from homelab_cdk.model import LockEntry, decode
from homelab_cdk.synth._build import build_lab

load_components()


@pytest.mark.parametrize("kind", components(), ids=lambda kind: kind.info.name)
def test_every_component_can_be_built_with_defaults_and_what_it_requires(kind: type) -> None:
    lab = build_lab(config_for(kind))
    assert any(isinstance(chart, kind) for chart in lab.unit_charts)


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parents[2].glob("homelab_cdk/facts/*.json")), ids=lambda path: path.stem
)
def test_what_is_shipped_is_read_back_equal(path: Path) -> None:
    entry = decode(LockEntry, json.loads(path.read_text()))
    assert decode(LockEntry, json.loads(entry_text(entry))) == entry


def test_facts_are_written_for_the_components_that_are_named(shared_dir: Path, tmp_path: Path) -> None:
    if HelmLibrary.load() is None:
        pytest.skip("the extra `helm` is not installed")
    result = CliRunner().invoke(ship, ["--into", str(tmp_path), "--charts", str(tmp_path), "nothing"])
    assert result.exit_code == 0
    assert list(tmp_path.iterdir()) == []
