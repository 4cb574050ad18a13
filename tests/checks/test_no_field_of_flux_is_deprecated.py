from __future__ import annotations

from tests.checks.looking import found, lab_of, thing

ALERT = "notification.toolkit.fluxcd.io/v1beta3"


def test_a_field_that_is_about_to_go() -> None:
    alert = thing(ALERT, "Alert", namespace="app", spec={"summary": "home"})
    release = thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", namespace="app", spec={"install": {"skipCRDs": True}})
    assert found(lab_of(alert, release), "HL250") == [
        "app/alert-one: Alert.notification.toolkit.fluxcd.io app/one: spec.summary is deprecated, and"
        " a later version of Alert has it no more; write it as `summary` into spec.eventMetadata instead",
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.install.skipCRDs is deprecated,"
        " and a later version of HelmRelease has it no more; write spec.install.crds instead, Skip for true and Create for"
        " false",
    ]


def test_what_is_written_in_its_place() -> None:
    alert = thing(ALERT, "Alert", namespace="app", spec={"eventMetadata": {"summary": "home"}})
    release = thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", namespace="app", spec={"install": {"crds": "Skip"}})
    assert found(lab_of(alert, release), "HL250") == []
