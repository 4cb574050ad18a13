from __future__ import annotations

import pytest

from homelab_cdk.model import RBAC, Body
from tests.checks.looking import deployment, found, lab_of, thing, with_crds

ACCOUNT = {"kind": "ServiceAccount", "name": "tea", "namespace": "app"}


def binding(role: str, *subjects: Body, kind: str = "ClusterRole") -> Body:
    reference = {"apiGroup": RBAC, "kind": kind, "name": role}
    return thing(f"{RBAC}/v1", "RoleBinding") | {"roleRef": reference, "subjects": list(subjects)}


def test_an_account_that_nobody_makes() -> None:
    assert found(lab_of(deployment(pod={"serviceAccountName": "tea"})), "HL174") == [
        "app/deployment-web: Deployment.apps app/web: serviceAccountName names ServiceAccount app/tea, which"
        " nothing in this lab makes; correct the name, or add it",
    ]


def test_a_binding_of_nothing() -> None:
    assert found(lab_of(binding("brewer", ACCOUNT, kind="Role")), "HL174") == [
        "app/rolebinding-one: RoleBinding.rbac.authorization.k8s.io app/one: subjects[0] names ServiceAccount"
        " app/tea, which nothing in this lab makes; correct the name, or add it",
        "app/rolebinding-one: RoleBinding.rbac.authorization.k8s.io app/one: roleRef names Role brewer, which"
        " nothing in this lab makes; correct the name, or add it",
    ]


def test_an_account_that_flux_does_not_bring() -> None:
    account = {**ACCOUNT, "namespace": "flux-system"}
    assert len(found(lab_of(binding("view", account)), "HL174")) == 1


@pytest.mark.parametrize(
    "body",
    [
        deployment(pod={"serviceAccountName": "default"}),
        binding("view", {"kind": "Group", "name": "people"}),
        binding("system:auth-delegator", {**ACCOUNT, "name": "default"}),
        binding("view", {**ACCOUNT, "name": "kustomize-controller", "namespace": "flux-system"}),
        binding("view", {**ACCOUNT, "name": "coredns", "namespace": "kube-system"}),
        binding("flux-view-flux-system", {"kind": "Group", "name": "people"}),
    ],
    ids=["the default", "people", "a role of the cluster", "Flux", "the cluster itself", "a role of Flux"],
)
def test_what_every_cluster_has(body: Body) -> None:
    assert found(lab_of(body), "HL174") == []


def test_an_account_and_a_role_of_the_lab() -> None:
    lab = lab_of(
        deployment(pod={"serviceAccountName": "tea"}),
        binding("brewer", ACCOUNT, kind="Role"),
        thing("v1", "ServiceAccount", "tea"),
        thing(f"{RBAC}/v1", "Role", "brewer") | {"rules": []},
    )
    assert found(lab, "HL174") == []


def plan(account: str) -> Body:
    return thing("upgrade.cattle.io/v1", "Plan", namespace="app", spec={"serviceAccountName": account})


def test_an_upgrade_that_acts_as_nobody() -> None:
    account = thing("v1", "ServiceAccount", "upgrade")
    lab = with_crds(lab_of(plan("upgrad"), account), "upgrade.cattle.io", "Plan")
    assert found(lab, "HL174") == [
        "app/plan-one: Plan.upgrade.cattle.io app/one: spec.serviceAccountName names ServiceAccount app/upgrad, which"
        " nothing in this lab makes; correct the name, or add it",
    ]
    assert found(with_crds(lab_of(plan("upgrade"), account), "upgrade.cattle.io", "Plan"), "HL174") == []
