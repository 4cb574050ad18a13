from __future__ import annotations

from typing import Any

from homelab_cdk.components import load_components
from homelab_cdk.constructs import Lab, UnitChart
from homelab_cdk.model import ComponentChoice, LabConfig
from homelab_cdk.synth._build import build_lab
from tests.checks.looking import found
from tests.labs import chosen


def lab(*more: ComponentChoice) -> Lab:
    """A lab with an app that holds data in a namespace of its own."""
    load_components()
    whole = build_lab(LabConfig.sample(components=more))
    app = UnitChart(whole, "photos")
    app.holds_data = True
    app.add_namespace()
    return whole


BACKUPS = (
    chosen("secrets", "external-secrets"),
    chosen("objectStorage", "external-s3", endpoint="https://nas.example.com:9000"),
    chosen("backup", "velero"),
)


def schedule(whole: Lab) -> Any:
    [found] = [
        manifest.body
        for chart in whole.unit_charts
        for manifest in chart.manifests
        if manifest.key.kind == "Schedule" and manifest.key.name == "photos"
    ]
    return found


def test_a_namespace_that_is_in_no_schedule() -> None:
    whole = lab(*BACKUPS)
    schedule(whole)["spec"]["paused"] = True
    assert found(whole, "HL771") == [
        "photos/namespace-photos: Namespace photos: photos holds data in it, and no Schedule makes backups of it; add it to"
        " one (`holds_data` does), or unpause the one that has it",
    ]


def test_a_schedule_of_a_namespace_that_is_not_there() -> None:
    whole = lab(*BACKUPS)
    schedule(whole)["spec"]["template"]["includedNamespaces"].append("films")
    assert found(whole, "HL771") == [
        "velero/schedule-photos: Schedule.velero.io velero/photos: spec.template.includedNamespaces names films, which"
        " nothing in this lab makes; correct it",
    ]


def test_all_of_it_is_backed_up() -> None:
    assert found(lab(*BACKUPS), "HL771") == []


def test_a_schedule_of_everything() -> None:
    whole = lab(*BACKUPS)
    schedule(whole)["spec"]["template"]["includedNamespaces"] = ["*"]
    assert found(whole, "HL771") == []


def test_a_lab_that_makes_no_backups() -> None:
    assert found(lab(), "HL771") == []
