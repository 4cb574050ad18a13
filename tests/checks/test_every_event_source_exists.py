from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing

GROUP = "notification.toolkit.fluxcd.io"


def alert(**source: str) -> Body:
    return thing(f"{GROUP}/v1beta3", "Alert", namespace="app", spec={"eventSources": [source]})


def test_a_source_that_is_not_there() -> None:
    assert found(lab_of(alert(kind="HelmRelease", name="tea")), "HL262") == [
        f"app/alert-one: Alert.{GROUP} app/one: spec.eventSources[0] names HelmRelease app/tea, which nothing in this lab"
        " makes; write `*` for every HelmRelease in app",
    ]


def test_a_source_in_another_namespace() -> None:
    release = thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", "tea", namespace="kube-system", spec={})
    assert found(lab_of(alert(kind="HelmRelease", name="tea"), release), "HL262") == [
        f"app/alert-one: Alert.{GROUP} app/one: spec.eventSources[0] names HelmRelease app/tea, which nothing in this lab"
        " makes; write namespace: kube-system beside the name",
    ]


def test_a_resource_of_a_receiver_that_is_not_there() -> None:
    spec = {"type": "generic", "resources": [{"kind": "GitRepository", "name": "tea"}]}
    assert len(found(lab_of(thing(f"{GROUP}/v1", "Receiver", namespace="app", spec=spec)), "HL262")) == 1


@pytest.mark.parametrize(
    "source",
    [
        {"kind": "HelmRelease", "name": "*"},
        {"kind": "Kustomization", "name": "app", "namespace": "flux-system"},
        {"kind": "GitRepository", "name": "flux-system", "namespace": "flux-system"},
        {"kind": "Alert", "name": "one"},
    ],
    ids=["all of a kind", "a unit", "the repository", "an object"],
)
def test_sources_that_are_there(source: dict[str, str]) -> None:
    assert found(lab_of(alert(**source)), "HL262") == []


def test_the_chart_that_flux_makes_for_a_release() -> None:
    chart = {
        "spec": {"chart": "tea", "sourceRef": {"kind": "HelmRepository", "name": "tea", "namespace": "flux-system"}}
    }
    release = thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", "tea", namespace="app", spec={"chart": chart})
    assert found(lab_of(alert(kind="HelmChart", name="app-tea", namespace="flux-system"), release), "HL262") == []
    assert len(found(lab_of(alert(kind="HelmChart", name="app-tea"), release), "HL262")) == 1
