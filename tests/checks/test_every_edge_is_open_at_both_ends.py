from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import Endpoint, Lab, Pods
from homelab_cdk.model import Body
from tests.checks.looking import app_of, deployment, found, lab_of, thing
from tests.labs import Plain


def two(*bodies: Body) -> Lab:
    """A server `web` in the namespace `app`, and a client in `tea`, both closed, with these objects for the server's."""
    lab = lab_of(deployment(), *bodies)
    Plain(lab, "tea").add_manifest(deployment("client"))
    return lab


def policy(
    way: str, other: str, labels: Body, port: int = 8080, *, namespace: str, own: Body, protocol: str = "TCP"
) -> Body:
    peer = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": other}},
        "podSelector": {"matchLabels": labels},
    }
    field, direction = ("from", "ingress") if way == "in" else ("to", "egress")
    rule: dict[str, Any] = {field: [peer], "ports": [{"protocol": protocol, "port": port}]}
    spec = {"podSelector": {"matchLabels": own}, "policyTypes": [direction.title()], direction: [rule]}
    return thing("networking.k8s.io/v1", "NetworkPolicy", f"{way}", namespace=namespace, spec=spec)


WEB, CLIENT = {"app": "web"}, {"app": "client"}
IN = policy("in", "tea", CLIENT, namespace="app", own=WEB)
OUT = policy("out", "app", WEB, namespace="tea", own=CLIENT)


def test_a_client_that_is_not_let_out() -> None:
    assert found(two(IN), "HL670") == [
        "app/networkpolicy-in: NetworkPolicy.networking.k8s.io app/in: it lets in app=client in tea at 8080, and"
        " no policy of tea lets them out; declare the edge with `network.connect`, which opens both ends, or leave"
        " the rule out",
    ]


def test_a_client_that_is_not_let_in() -> None:
    assert found(two(OUT), "HL670") == [
        "app/networkpolicy-tea-out: NetworkPolicy.networking.k8s.io tea/out: it lets its pods out to app=web in"
        " app at 8080, and no policy of app lets them in; declare the edge with `network.connect`, which opens"
        " both ends, or leave the rule out",
    ]


def test_two_ends_with_different_ports() -> None:
    assert len(found(two(IN, policy("out", "app", WEB, 9090, namespace="tea", own=CLIENT)), "HL670")) == 2


def test_two_ends_with_different_protocols() -> None:
    by_udp = policy("out", "app", WEB, namespace="tea", own=CLIENT, protocol="UDP")
    [first, second] = found(two(IN, by_udp), "HL670")
    assert "lets in app=client in tea at 8080, and" in first
    assert "lets its pods out to app=web in app at 8080/udp, and" in second


def test_an_edge_with_both_ends() -> None:
    assert found(two(IN, OUT), "HL670") == []


def test_an_edge_that_a_construct_declares() -> None:
    lab = two()
    endpoint = Endpoint(pods=Pods(namespace="app", labels=WEB), port=8080)
    app_of(lab).network.connect(Pods(namespace="tea", labels=CLIENT), endpoint)
    assert found(lab, "HL670") == []
