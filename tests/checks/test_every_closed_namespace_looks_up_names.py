from __future__ import annotations

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


def test_pods_that_may_ask_the_dns() -> None:
    home = {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}
    rule = {"to": [{"namespaceSelector": home}], "ports": [{"protocol": "UDP", "port": 53}]}
    spec = {"podSelector": {}, "policyTypes": ["Egress"], "egress": [rule]}
    assert found(closed(deployment(), thing("networking.k8s.io/v1", "NetworkPolicy", "dns", spec=spec)), "HL673") == []


def test_pods_with_their_machines_network() -> None:
    assert found(closed(deployment(pod={"hostNetwork": True})), "HL673") == []


def test_a_namespace_of_the_library() -> None:
    assert found(lab_of(deployment()), "HL673") == []
