from __future__ import annotations

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of, thing


def policy(selector: Body) -> Body:
    return thing("networking.k8s.io/v1", "NetworkPolicy", spec={"podSelector": selector})


def test_a_policy_about_nothing() -> None:
    assert found(lab_of(policy({"matchLabels": {"app": "wep"}}), deployment()), "HL610") == [
        "app/networkpolicy-one: NetworkPolicy.networking.k8s.io app/one: spec.podSelector app=wep takes no pods:"
        " nothing in the namespace app is known to make such; correct the labels, or leave the object out",
    ]


def test_a_budget_about_nothing() -> None:
    spec = {"selector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]}}
    assert found(lab_of(thing("policy/v1", "PodDisruptionBudget", spec=spec), deployment()), "HL610") == [
        "app/poddisruptionbudget-one: PodDisruptionBudget.policy app/one: spec.selector app NotIn web takes no pods:"
        " nothing in the namespace app is known to make such; correct the labels, or leave the object out",
    ]


def test_policies_about_pods() -> None:
    lab = lab_of(policy({"matchLabels": {"app": "web"}}), policy({}) | {"metadata": {"name": "all"}}, deployment())
    assert found(lab, "HL610") == []
