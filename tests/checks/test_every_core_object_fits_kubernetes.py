from __future__ import annotations

from tests.checks.looking import deployment, found, lab_of, service


def test_a_field_that_kubernetes_does_not_have() -> None:
    assert found(lab_of(deployment(pod={"nodeSelectors": {"disk": "fast"}})), "HL150") == [
        "app/deployment-web: Deployment.apps app/web: spec.template.spec.nodeSelectors: there is no such field; did you"
        " mean spec.template.spec.nodeSelector?",
    ]


def test_everything_that_is_wrong_at_once() -> None:
    body = service(port={"port": "80"}, clusterIp="None")
    assert found(lab_of(body), "HL150") == [
        "app/service-web: Service app/web: spec.clusterIp: there is no such field; did you mean spec.clusterIP?",
        "app/service-web: Service app/web: spec.ports[0].port: has to be of type integer, got the text '80'; write it"
        " without quotes",
    ]


def test_a_quantity_with_a_unit_that_there_is_not() -> None:
    body = deployment(container={"resources": {"limits": {"memory": "64MB"}}})
    [finding] = found(lab_of(body), "HL150")
    assert "limits.memory: got the text '64MB'" in finding
    assert finding.endswith("write a number with an optional unit, such as 500m, 2 or 1.5Gi")


def test_sound_objects() -> None:
    assert found(lab_of(deployment(), service()), "HL150") == []
