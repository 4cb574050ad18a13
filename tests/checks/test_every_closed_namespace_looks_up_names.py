from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab, UnitChart
from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of, thing


def closed(*bodies: Body) -> Lab:
    """A namespace that denies everything, made without the library's help."""
    lab = Lab()
    app = UnitChart(lab, "tea")
    app.add_manifest(thing("v1", "Namespace", "tea"))
    spec = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for body in (thing("networking.k8s.io/v1", "NetworkPolicy", "deny", spec=spec), *bodies):
        app.add_manifest(body)
    return lab


def test_pods_that_are_let_out_to_nobody() -> None:
    assert found(closed(deployment()), "HL673") == [
        "tea/networkpolicy-deny: NetworkPolicy.networking.k8s.io tea/deny: Deployment.apps tea/web may not look up"
        " names: no policy of tea lets its pods out to port 53 of kube-system; make the namespace with"
        " `add_namespace`, which does",
    ]


def to_the_dns(*ports: Body) -> Body:
    home = {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}
    spec = {
        "podSelector": {},
        "policyTypes": ["Egress"],
        "egress": [{"to": [{"namespaceSelector": home}], "ports": list(ports)}],
    }
    return thing("networking.k8s.io/v1", "NetworkPolicy", "dns", spec=spec)


@pytest.mark.parametrize("ports", [[{"protocol": "UDP", "port": 53}], [], [{"protocol": "UDP"}]])
def test_pods_that_may_ask_the_dns(ports: list[Body]) -> None:
    assert found(closed(deployment(), to_the_dns(*ports)), "HL673") == []


@pytest.mark.parametrize("entry", [{"protocol": "TCP", "port": 53}, {"port": 53}])
def test_pods_that_may_ask_the_dns_by_tcp_alone(entry: Body) -> None:
    """Names are asked for by UDP, and only what is long by TCP, which is what a port without a protocol means."""
    assert found(closed(deployment(), to_the_dns(entry)), "HL673") == [
        "tea/networkpolicy-deny: NetworkPolicy.networking.k8s.io tea/deny: Deployment.apps tea/web may not look up"
        " names: no policy of tea lets its pods out to port 53 of kube-system by UDP; make the namespace with"
        " `add_namespace`, which does",
    ]


def test_pods_with_their_machines_network() -> None:
    assert found(closed(deployment(pod={"hostNetwork": True})), "HL673") == []


def test_a_namespace_of_the_library() -> None:
    assert found(lab_of(deployment()), "HL673") == []
