from __future__ import annotations

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of, thing


def policy(namespace: str, labels: Body) -> Body:
    peer = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}},
        "podSelector": {"matchLabels": labels},
    }
    spec = {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{"from": [peer]}]}
    return thing("networking.k8s.io/v1", "NetworkPolicy", spec=spec)


def test_a_namespace_that_is_not_there() -> None:
    assert found(lab_of(policy("tea", {"app": "pot"})), "HL661") == [
        "app/networkpolicy-one: NetworkPolicy.networking.k8s.io app/one: it lets in the namespace tea, which nothing in this"
        " lab makes; write the namespace of the clients, or leave the rule out",
    ]


def test_pods_that_are_not_there() -> None:
    assert found(lab_of(policy("app", {"app": "pot"}), deployment()), "HL661") == [
        "app/networkpolicy-one: NetworkPolicy.networking.k8s.io app/one: it lets in pods with app=pot in app, and nothing there"
        " is known to make such; write labels that the clients have, or leave the rule out",
    ]
    named = policy("app", {"app.kubernetes.io/name": "web"})
    assert found(lab_of(named, deployment()), "HL661")[0].endswith(
        "; write labels that the clients have (Deployment.apps app/web has app=web), or leave the rule out"
    )


def test_pods_that_are_there() -> None:
    assert found(lab_of(policy("app", {"app": "web"}), deployment()), "HL661") == []
