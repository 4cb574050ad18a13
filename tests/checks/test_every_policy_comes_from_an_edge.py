from __future__ import annotations

import pytest

from homelab_cdk.constructs import Endpoint, HelmApp, Lab, Outside, Pods
from homelab_cdk.model import ChartFacts, ObjectKey
from tests.checks.looking import app_of, found, lab_of, thing, with_crds
from tests.labs import PIN, locked

MESSAGE = (
    "no declared edge stands behind it; declare the edge with `network.connect`, `allow_ingress` or `allow_egress`, and leave"
    " this policy out"
)


def test_a_policy_by_hand() -> None:
    lab = lab_of(thing("networking.k8s.io/v1", "NetworkPolicy", spec={"podSelector": {}}))
    assert found(lab, "HL658") == [
        f"app/networkpolicy-one: NetworkPolicy.networking.k8s.io app/one: {MESSAGE}",
    ]


@pytest.mark.parametrize(
    ("group", "kind"),
    [("projectcalico.org", "GlobalNetworkPolicy"), ("cilium.io", "CiliumNetworkPolicy")],
)
def test_policies_of_other_kinds(group: str, kind: str) -> None:
    lab = with_crds(lab_of(thing(f"{group}/v3", kind, namespace="app")), group, kind)
    assert len(found(lab, "HL658")) == 1


def test_a_policy_of_a_chart() -> None:
    key = ObjectKey("networking.k8s.io", "NetworkPolicy", "tea", "pot")
    lab = Lab(lock=locked({"tea": ChartFacts(objects=(key,))}))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    assert found(lab, "HL658") == [
        "tea: NetworkPolicy.networking.k8s.io tea/pot of the chart operator 1.2.3: no declared edge stands behind it; turn it"
        " off in the chart's values, the library writes the policies of the edges that are declared",
    ]


def test_policies_of_declared_edges() -> None:
    lab = lab_of()
    pods = Pods(namespace="app", labels={"app": "web"})
    app_of(lab).network.allow_ingress(Endpoint(pods=pods, port=80), source=Outside(what="anywhere"))
    app_of(lab).network.allow_egress(pods, to=Outside(what="internet"))
    assert found(lab, "HL658") == []
