from __future__ import annotations

import pytest

from homelab_cdk.constructs import UnitChart
from homelab_cdk.model import Body
from tests.checks.bare import resource_set, told
from tests.checks.looking import found, lab_of, thing


def test_a_namespace_without_any_policy() -> None:
    assert found(lab_of(thing("v1", "Namespace", "tea")), "HL659") == [
        "app/namespace-tea: Namespace tea: no NetworkPolicy denies ingress and egress for all of its pods; make the namespace"
        " with `add_namespace`, or add a NetworkPolicy with an empty podSelector and policyTypes [Ingress, Egress] that"
        " lets pods out to port 53 of kube-system alone, for DNS",
    ]


@pytest.mark.parametrize(
    "spec",
    [
        {"podSelector": {}, "policyTypes": ["Ingress"]},
        {"podSelector": {"matchLabels": {"a": "b"}}, "policyTypes": ["Ingress", "Egress"]},
    ],
    ids=["in one direction", "for some pods"],
)
def test_a_policy_that_leaves_something_open(spec: Body) -> None:
    policy = thing("networking.k8s.io/v1", "NetworkPolicy", namespace="tea", spec=spec)
    assert len(found(lab_of(thing("v1", "Namespace", "tea"), policy), "HL659")) == 1


@pytest.mark.parametrize("everybody", [{}, {"from": []}, {"from": None, "ports": []}])
def test_a_policy_that_opens_everything_again(everybody: Body) -> None:
    spec = {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [everybody]}
    assert found(lab_of(thing("networking.k8s.io/v1", "NetworkPolicy", spec=spec)), "HL659") == [
        "app/networkpolicy-one: NetworkPolicy.networking.k8s.io app/one: it allows all ingress of every pod in app, so that"
        " nothing is denied there; name the pods and their peers",
    ]


def test_namespaces_of_kubernetes_and_of_flux() -> None:
    assert told("HL659", thing("v1", "Namespace", "kube-system")) == []
    assert [line[0] for line in told("HL659", thing("v1", "Namespace", "flux-system"))] == ["?"]


def test_a_namespace_of_the_library() -> None:
    lab = lab_of()
    UnitChart(lab, "tea").add_namespace()
    assert found(lab, "HL659") == []


@pytest.mark.parametrize(
    ("policy", "told_as"),
    [
        (thing("cilium.io/v2", "CiliumClusterwideNetworkPolicy", spec={}), "?"),
        (thing("cilium.io/v2", "CiliumNetworkPolicy", namespace="tea", spec={}), "?"),
        (thing("cilium.io/v2", "CiliumNetworkPolicy", namespace="milk", spec={}), "N"),
        (thing("kyverno.io/v1", "ClusterPolicy", spec={"rules": [{"generate": {"kind": "NetworkPolicy"}}]}), "?"),
        (thing("kyverno.io/v1", "ClusterPolicy", spec={"rules": [{"validate": {}}]}), "N"),
        (resource_set(), "?"),
    ],
    ids=["everywhere", "there", "elsewhere", "one that writes policies", "one that does not", "templates"],
)
def test_policies_of_other_kinds_of_a_tree(policy: Body, told_as: str) -> None:
    assert [line[0] for line in told("HL659", thing("v1", "Namespace", "tea"), policy)] == [told_as]
