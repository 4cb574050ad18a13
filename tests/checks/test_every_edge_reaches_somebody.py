from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.constructs import Endpoint, Pods
from homelab_cdk.model import Body, WorkloadFact
from tests.checks.looking import app_of, deployment, found, lab_of, thing


def policy(namespace: str | None, labels: Body | None, *ports: Any) -> Body:
    peer: Body = (
        {} if namespace is None else {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}}}
    )
    if labels is not None:
        peer["podSelector"] = {"matchLabels": labels}
    rule = {"to": [peer], "ports": [{"protocol": "TCP", "port": port} for port in ports]}
    return thing(
        "networking.k8s.io/v1", "NetworkPolicy", spec={"podSelector": {}, "policyTypes": ["Egress"], "egress": [rule]}
    )


def test_a_namespace_that_is_not_there() -> None:
    assert found(lab_of(policy("tea", {"app": "pot"}, 80)), "HL656") == [
        "app/networkpolicy-one: NetworkPolicy.networking.k8s.io app/one: it lets its pods reach the namespace tea, which"
        " nothing in this lab makes; write the namespace of the pods that are meant, or leave the rule out",
    ]


def test_pods_that_are_not_there() -> None:
    assert found(lab_of(policy("app", {"app": "pot"}, 8080), deployment()), "HL656") == [
        "app/networkpolicy-one: NetworkPolicy.networking.k8s.io app/one: it lets its pods reach pods with app=pot in app,"
        " and nothing there is known to make such; write labels that the pods have (`Endpoint.of_service` takes them from"
        " facts), or leave the rule out",
    ]


def test_pods_that_have_the_name_under_another_label() -> None:
    pods = deployment(labels={"app.kubernetes.io/name": "web", "tier": "front"})
    assert found(lab_of(policy("app", {"app": "web"}, 8080), pods), "HL656") == [
        "app/networkpolicy-one: NetworkPolicy.networking.k8s.io app/one: it lets its pods reach pods with app=web in app,"
        " and nothing there is known to make such; write labels that the pods have (Deployment.apps app/web has"
        " app.kubernetes.io/name=web), or leave the rule out",
    ]


@pytest.mark.parametrize("port", [80, "web"])
def test_a_port_that_nobody_listens_on(port: int | str) -> None:
    assert found(lab_of(policy(None, {"app": "web"}, port), deployment()), "HL656") == [
        f"app/networkpolicy-one: NetworkPolicy.networking.k8s.io app/one: it lets its pods reach the port {port} of"
        " Deployment.apps app/web, which listens on 8080; write the pods' port, not a Service's, or declare the port on the"
        " container",
    ]


@pytest.mark.parametrize(
    "body",
    [
        policy("app", {"app": "web"}, 8080),
        policy("app", {"app": "web"}, "http"),
        policy("app", None),
        policy("kube-system", {"k8s-app": "kube-dns"}, 53),
    ],
    ids=["a port", "a port by name", "a whole namespace", "what Kubernetes brings"],
)
def test_edges_that_reach_somebody(body: Body) -> None:
    assert found(lab_of(body, deployment()), "HL656") == []


def test_pods_without_declared_ports_and_pods_of_operators() -> None:
    assert found(lab_of(policy("app", {"app": "web"}, 80), deployment(container={"ports": []})), "HL656") == []
    lab = lab_of(policy("app", {"cnpg.io/cluster": "db"}, 5432))
    child = WorkloadFact(kind="Pod", namespace="app", name="db", labels=(("cnpg.io/cluster", "db"),))
    app_of(lab).children.append(child)
    assert found(lab, "HL656") == []


def test_an_edge_that_a_construct_declares() -> None:
    lab = lab_of(deployment())
    app = app_of(lab)
    app.network.connect(Pods(namespace="app"), Endpoint(pods=Pods(namespace="app", labels={"app": "web"}), port=8081))
    assert len(found(lab, "HL656")) == 1
