from __future__ import annotations

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body, LabConfig
from tests.checks.looking import deployment, found, thing
from tests.labs import Plain


def peer(namespace: str, app: str) -> Body:
    return {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}},
        "podSelector": {"matchLabels": {"app": app}},
    }


def policy(name: str, app: str, direction: str, *rules: Body) -> Body:
    spec = {"podSelector": {"matchLabels": {"app": app}}, "policyTypes": [direction], direction.lower(): list(rules)}
    return thing("networking.k8s.io/v1", "NetworkPolicy", name, spec=spec)


def out(port: int = 8080) -> Body:
    return policy("out", "web", "Egress", {"to": [peer("store", "db")], "ports": [{"port": port}]})


def way_in(port: int = 8080, *, client: str = "web") -> Body:
    return policy("in", "db", "Ingress", {"from": [peer("shop", client)], "ports": [{"port": port}]})


def lab(shop: list[Body], store: list[Body]) -> Lab:
    """Two closed namespaces, a client in the one and a server in the other."""
    found = Lab(LabConfig.sample())
    for name, bodies in (("shop", [deployment(), *shop]), ("store", [deployment("db"), *store])):
        app = Plain(found, name)
        for body in bodies:
            app.add_manifest(body)
    return found


def test_a_server_that_does_not_let_its_client_in() -> None:
    assert found(lab([out()], []), "HL670") == [
        "shop/networkpolicy-out: NetworkPolicy.networking.k8s.io shop/out: it lets its pods out to app=db in store at 8080,"
        " and no policy of store lets them in; declare the edge with `network.connect`, which opens both ends, or leave the"
        " rule out",
    ]


def test_a_server_that_lets_somebody_else_in() -> None:
    assert len(found(lab([out(), policy("more", "web", "Egress", {})], [way_in(client="cart")]), "HL670")) == 1


def test_a_server_that_lets_its_client_in_at_another_port() -> None:
    [told, other] = found(lab([out(5432)], [way_in(8080)]), "HL670")
    assert "out to app=db in store at 5432" in told
    assert "lets in app=web in shop at 8080, and no policy of shop lets them out" in other


def test_a_client_that_is_not_let_out() -> None:
    assert found(lab([], [way_in()]), "HL670") == [
        "store/networkpolicy-in: NetworkPolicy.networking.k8s.io store/in: it lets in app=web in shop at 8080, and no policy"
        " of shop lets them out; declare the edge with `network.connect`, which opens both ends, or leave the rule out",
    ]


def test_both_ends_are_open() -> None:
    assert found(lab([out()], [way_in()]), "HL670") == []


def test_a_client_that_is_let_out_to_everybody() -> None:
    assert found(lab([policy("out", "web", "Egress", {})], [way_in()]), "HL670") == []


def test_a_client_that_is_let_out_to_addresses_that_pods_have() -> None:
    block = {"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}
    assert found(lab([policy("out", "web", "Egress", block)], [way_in()]), "HL670") == []


def test_addresses_of_the_internet_are_no_pods() -> None:
    block = {"to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}}]}
    assert len(found(lab([policy("out", "web", "Egress", block)], [way_in()]), "HL670")) == 1
