"""A lab says how far it has come: what belongs to a later phase is left out, and whoever needs it says so."""

from __future__ import annotations

import dataclasses

import pytest

from homelab_cdk._errors import CapabilityError
from homelab_cdk.components import load_components
from homelab_cdk.constructs import PostgresServer, UnitChart
from homelab_cdk.model import ComponentChoice, LabConfig
from homelab_cdk.synth._build import build_lab

load_components()

CHOICES = (
    ComponentChoice(slot="secrets", choice="external-secrets", instance="external-secrets"),
    ComponentChoice(slot="databases", choice="postgresql", instance="main"),
    ComponentChoice(
        slot="databaseOperators",
        choice="cloudnative-pg",
        instance="cloudnative-pg",
        options={"maxConcurrentReconciles": 3},
    ),
)


def config(phase: int) -> LabConfig:
    return dataclasses.replace(LabConfig.sample(components=CHOICES), phase=phase)


def test_later_phases_are_left_out() -> None:
    assert [chart.path for chart in build_lab(config(1)).unit_charts] == ["external-secrets"]
    assert len(build_lab(config(2)).unit_charts) == 3


def test_who_needs_a_later_phase_is_told_which() -> None:
    app = UnitChart(build_lab(config(1)), "notes")
    with pytest.raises(CapabilityError, match=r"notes needs PostgreSQL.* add `rollout: \{phase: 2\}` to homelab.yaml"):
        app.require(PostgresServer)


def test_what_comes_along_keeps_its_options() -> None:
    operator = next(chart for chart in build_lab(config(2)).unit_charts if chart.path == "cloudnative-pg")
    assert operator.releases[0].values["config"] == {"maxConcurrentReconciles": 3}
