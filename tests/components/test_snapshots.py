"""Every object of every component, on one machine and on three; `make snapshots` writes them anew."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from homelab_cdk.commands.ship import config_for
from homelab_cdk.components import load_components
from homelab_cdk.config import options_of
from homelab_cdk.constructs import Component, components
from homelab_cdk.model import LabConfig, ObjectKey
from homelab_cdk.synth._build import build_lab
from homelab_cdk.synth._collect import collect
from homelab_cdk.synth._tree import safe_segment
from homelab_cdk.synth._yaml import dump
from tests.labs import SIX_SYSTEMS, chosen

load_components()

WITHOUT_OPTIONS = [kind for kind in components() if not any(option.required for option in options_of(kind))]
"""Others have tests of their own."""


def _objects(kind: type[Component], nodes: int) -> dict[str, str]:
    """The files of a component among the six systems and what it requires beside them, by name."""
    choices = [chosen(*answer) for answer in SIX_SYSTEMS]
    brought = {name for answer in choices for name in _brought(answer.choice)}
    choices += [answer for answer in config_for(kind).components if answer.choice not in brought]
    lab = build_lab(LabConfig.sample(nodes=nodes, components=tuple(choices)))
    return {_name(item.key): dump(item.body) for item in collect(lab)[1] if type(item.chart) is kind}


def _brought(name: str) -> set[str]:
    [kind] = [kind for kind in components() if kind.info.name == name]
    return {name, *kind.info.brings}


def _name(key: ObjectKey) -> str:
    parts = (key.kind.lower(), key.namespace, safe_segment(key.name))
    return "-".join(part for part in parts if part)


@pytest.mark.parametrize("nodes", [1, 3], ids=["1-node", "3-nodes"])
@pytest.mark.parametrize("kind", WITHOUT_OPTIONS, ids=lambda kind: kind.info.name)
def test_objects(kind: type[Component], nodes: int, snapshot: SnapshotAssertion) -> None:
    objects = _objects(kind, nodes)
    assert objects
    for name, text in objects.items():
        assert text == snapshot(name=name)
