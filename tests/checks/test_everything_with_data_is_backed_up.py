from __future__ import annotations

import pytest

from homelab_cdk.constructs import Backups, Lab, UnitChart
from tests.checks.looking import app_of, found, lab_of, thing, with_crds
from tests.components.telemetry import Buckets

GROUP = "velero.io"


class Copies(Backups):
    """Backups of which the schedules are written by hand."""

    def back_up(self, owner: UnitChart, namespace: str) -> None:
        """Leave it to them."""


def lab_with(*names: str, paused: bool = False, backups: bool = True) -> Lab:
    """An app with data, and a Schedule about these namespaces."""
    spec = {"schedule": "@daily", "paused": paused, "template": {"includedNamespaces": list(names)}}
    lab = lab_of(thing(f"{GROUP}/v1", "Schedule", "nightly", namespace="app", spec=spec))
    app_of(lab).holds_data = True
    if backups:
        app_of(lab).provide(Copies(name="copies", store=Buckets()))
    return with_crds(lab, GROUP, "Schedule")


def test_a_namespace_without_backups() -> None:
    assert found(lab_with("kube-system"), "HL771") == [
        "app/namespace-app: Namespace app: app holds data in it, and no Schedule makes backups of it; make the"
        " namespace with `add_namespace`, so that it gets one, or name it in includedNamespaces of one",
    ]


def test_a_schedule_that_is_paused() -> None:
    assert found(lab_with("app", paused=True), "HL771") == [
        "app/namespace-app: Namespace app: app holds data in it, and Schedule.velero.io app/nightly, which copies it, is"
        " paused; take spec.paused out",
    ]


def test_a_namespace_that_is_not_there() -> None:
    assert found(lab_with("app", "apq"), "HL771") == [
        "app/schedule-nightly: Schedule.velero.io app/nightly: spec.template.includedNamespaces names apq, which nothing in"
        " this lab makes; write namespaces of the lab, or take out what is gone",
    ]


def test_backups_of_what_holds_data() -> None:
    assert found(lab_with("app"), "HL771") == []
    assert found(lab_with("*"), "HL771") == []
    assert found(lab_with(), "HL771") == []


@pytest.mark.parametrize("pattern", ["a*", "ap?", "[a-c]pp", "{app,kube-system}", "a{a,p}p"])
def test_patterns_of_namespaces(pattern: str) -> None:
    assert found(lab_with(pattern), "HL771") == []


def test_a_pattern_that_means_none_and_one_that_leaves_out() -> None:
    assert [line.partition(" names ")[2].partition(",")[0] for line in found(lab_with("app", "media-*"), "HL771")] == [
        "media-*"
    ]
    lab = lab_with("*")
    app_of(lab).manifests[-1].body["spec"]["template"]["excludedNamespaces"] = ["ap*"]
    assert len(found(lab, "HL771")) == 1


def test_a_lab_that_makes_no_backups() -> None:
    assert found(lab_with("kube-system", backups=False), "HL771") == []
