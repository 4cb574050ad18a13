from __future__ import annotations

from homelab_cdk.constructs import Lab, UnitChart
from homelab_cdk.model import Body, LabConfig
from tests.checks.looking import deployment, found, lab_of, thing


def closed(*rules: Body) -> Lab:
    """An app in a namespace that somebody closed by hand."""
    lab = Lab(LabConfig.sample())
    app = UnitChart(lab, "app")
    app.add_manifest(thing("v1", "Namespace", "app"))
    app.add_manifest(deployment())
    spec = {"podSelector": {}, "policyTypes": ["Egress"], "egress": list(rules)}
    app.add_manifest(thing("networking.k8s.io/v1", "NetworkPolicy", "closed", spec=spec))
    return lab


def test_pods_that_find_nobody_by_name() -> None:
    assert found(closed(), "HL673") == [
        "app/networkpolicy-closed: NetworkPolicy.networking.k8s.io app/closed: Deployment.apps app/web may not look up names:"
        " no policy of app lets its pods out to port 53 of kube-system; make the namespace with `add_namespace`, which does",
    ]


def test_the_internet_is_not_where_names_are_looked_up() -> None:
    rule = {"to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}}]}
    assert len(found(closed(rule), "HL673")) == 1


def test_pods_that_may_ask() -> None:
    peer = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}
    assert found(closed({"to": [peer], "ports": [{"protocol": "UDP", "port": 53}]}), "HL673") == []


def test_a_namespace_that_the_library_closes() -> None:
    assert found(lab_of(deployment()), "HL673") == []
