from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import RBAC, Body, LabConfig
from tests.checks.looking import deployment, found, lab_of, thing, told, with_crds
from tests.labs import PIN, Plain

ACCOUNT = {"kind": "ServiceAccount", "name": "tea", "namespace": "app"}


PEOPLE = {"apiGroup": RBAC, "kind": "Group", "name": "people"}


def binding(role: str, *subjects: Body, kind: str = "ClusterRole", namespace: str = "app") -> Body:
    reference = {"apiGroup": RBAC, "kind": kind, "name": role}
    return thing(f"{RBAC}/v1", "RoleBinding", namespace=namespace) | {"roleRef": reference, "subjects": list(subjects)}


def test_an_account_that_nobody_makes() -> None:
    assert found(lab_of(deployment(pod={"serviceAccountName": "tea"})), "HL174") == [
        "app/deployment-web: Deployment.apps app/web: serviceAccountName names ServiceAccount app/tea, which"
        " nothing in this lab makes; add it",
    ]


def test_a_binding_of_nothing() -> None:
    assert found(lab_of(binding("brewer", ACCOUNT, kind="Role")), "HL174") == [
        "app/rolebinding-one: RoleBinding.rbac.authorization.k8s.io app/one: subjects[0] names ServiceAccount"
        " app/tea, which nothing in this lab makes; add it",
        "app/rolebinding-one: RoleBinding.rbac.authorization.k8s.io app/one: roleRef names Role brewer, which"
        " nothing in this lab makes; add it",
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
        binding("view", {**ACCOUNT, "name": "source-watcher", "namespace": "flux-system"}),
        binding("system:node-proxier", PEOPLE),
        binding("system:controller:job-controller", PEOPLE),
        binding("extension-apiserver-authentication-reader", PEOPLE, kind="Role", namespace="kube-system"),
    ],
    ids=[
        "the default",
        "people",
        "a role of the cluster",
        "Flux",
        "the cluster itself",
        "a role of Flux",
        "an account of Flux with another name",
        "a role of machines",
        "a role of a controller",
        "a role in the cluster's own namespace",
    ],
)
def test_what_every_cluster_has(body: Body) -> None:
    assert found(lab_of(body), "HL174") == []


@pytest.mark.parametrize(
    ("role", "meant"),
    [
        ("cluster-admn", "cluster-admin"),
        ("veiw", "view"),
        ("system:node-proxy", "system:node-proxier"),
        ("system:auth-delegater", "system:auth-delegator"),
        ("system:controller:jobs-controller", "system:controller:job-controller"),
        ("flux-views-flux-system", "flux-view-flux-system"),
    ],
)
def test_a_role_that_no_cluster_has(role: str, meant: str) -> None:
    assert found(lab_of(binding(role, PEOPLE)), "HL174") == [
        f"app/rolebinding-one: RoleBinding.rbac.authorization.k8s.io app/one: roleRef names ClusterRole {role}, which"
        f" nothing in this lab makes; write {meant}, or add it",
    ]


def test_a_role_of_nobody_that_begins_like_those_of_the_cluster() -> None:
    assert found(lab_of(binding("system:tea", PEOPLE)), "HL174") == [
        "app/rolebinding-one: RoleBinding.rbac.authorization.k8s.io app/one: roleRef names ClusterRole system:tea, which"
        " nothing in this lab makes; write the name of one that is there, or add it",
    ]


@pytest.mark.parametrize(
    ("role", "kind", "namespace", "distributions"),
    [
        ("local-path-provisioner-role", "ClusterRole", "app", {"k3s"}),
        ("system:coredns", "ClusterRole", "app", {"k3s", "kubeadm"}),
        ("kubeadm:get-nodes", "ClusterRole", "app", {"kubeadm"}),
        ("kubeadm:bootstrap-signer-clusterinfo", "Role", "kube-public", {"kubeadm"}),
    ],
)
@pytest.mark.parametrize("distribution", ["k3s", "kubeadm"])
def test_roles_of_a_distribution(
    role: str, kind: str, namespace: str, distributions: set[str], distribution: Literal["k3s", "kubeadm"]
) -> None:
    config = LabConfig.sample()
    lab = Lab(replace(config, cluster=replace(config.cluster, distribution=distribution)))
    Plain(lab, "app").add_manifest(binding(role, PEOPLE, kind=kind, namespace=namespace))
    assert len(found(lab, "HL174")) == (distribution not in distributions)


def test_a_role_in_the_namespace_of_the_cluster_itself_cannot_be_told() -> None:
    lab = lab_of(binding("leader", PEOPLE, kind="Role", namespace="kube-system"))
    assert found(lab, "HL174") == []
    assert told(lab, "HL174") == [
        "RoleBinding.rbac.authorization.k8s.io kube-system/one: roleRef names Role leader, which nothing known makes, and"
        " the cluster itself, of which nothing is known, may bring it; ",
    ]


def test_a_role_that_a_chart_may_bring() -> None:
    lab = lab_of(binding("cluster-admn", PEOPLE))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    assert found(lab, "HL174") == []
    assert told(lab, "HL174") == [
        "RoleBinding.rbac.authorization.k8s.io app/one: roleRef names ClusterRole cluster-admn, which nothing known makes,"
        " and the chart operator 1.2.3, of which nothing is known, may bring it; write cluster-admin",
    ]


def test_an_account_of_no_controller_of_flux() -> None:
    account = {**ACCOUNT, "name": "kustomise-controller", "namespace": "flux-system"}
    assert len(found(lab_of(binding("view", account)), "HL174")) == 1


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
        " nothing in this lab makes; write upgrade, or add it",
    ]
    assert found(with_crds(lab_of(plan("upgrade"), account), "upgrade.cattle.io", "Plan"), "HL174") == []
