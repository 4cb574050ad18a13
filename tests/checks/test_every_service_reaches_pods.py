from __future__ import annotations

from tests.checks.looking import deployment, found, lab_of, service, thing, with_crds


def test_a_selector_without_pods() -> None:
    assert found(lab_of(service(selector={"app": "wep"}), deployment()), "HL609") == [
        "app/service-web: Service app/web: spec.selector app=wep takes no pods: nothing in the namespace app is"
        " known to make such; correct the selector or the pods' labels",
    ]


def test_a_named_port_that_no_container_has() -> None:
    assert found(lab_of(service(port={"targetPort": "https"}), deployment()), "HL609") == [
        "app/service-web: Service app/web: targetPort 'https' is no port of Deployment.apps app/web, which names"
        " http; use one of those, or name the container's port so",
    ]


def test_a_service_with_pods() -> None:
    assert found(lab_of(service(), deployment()), "HL609") == []


def test_a_service_without_selector() -> None:
    body = thing("v1", "Service", "outside", spec={"type": "ExternalName", "externalName": "example.com"})
    assert found(lab_of(body), "HL609") == []


def test_beside_an_operator_that_may_make_pods() -> None:
    lab = lab_of(service(), thing("tea.example.com/v1", "Pot", namespace="app"))
    assert found(with_crds(lab, "tea.example.com", "Pot"), "HL609") == []
