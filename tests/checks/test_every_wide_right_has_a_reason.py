from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import Body, ChartFacts, RightsFact
from tests.checks.looking import app_of, found, lab_of, thing
from tests.labs import PIN, locked

RBAC = "rbac.authorization.k8s.io/v1"


def role(**rule: Any) -> Body:
    return thing(RBAC, "ClusterRole", "reader") | {"rules": [{"apiGroups": [""], **rule}]}


def binding(name: str = "reader") -> Body:
    return thing(RBAC, "ClusterRoleBinding") | {"roleRef": {"kind": "ClusterRole", "name": name}, "subjects": []}


def test_a_binding_to_cluster_admin() -> None:
    assert found(lab_of(binding("cluster-admin")), "HL754") == [
        "app/clusterrolebinding-one: ClusterRoleBinding.rbac.authorization.k8s.io one: whoever it binds to cluster-admin is"
        " cluster-admin; bind a role that may do less, or say in `wide_rights` of app what it needs it for",
    ]


@pytest.mark.parametrize(
    ("rule", "findings"),
    [
        ({"resources": ["secrets"], "verbs": ["get"]}, 1),
        ({"resources": ["*"], "verbs": ["*"]}, 1),
        ({"resources": ["pods"], "verbs": ["get"]}, 0),
    ],
)
def test_roles_of_the_tree(rule: Body, findings: int) -> None:
    assert len(found(lab_of(role(**rule), binding()), "HL754")) == findings


def chart(reason: str = "") -> Lab:
    fact = RightsFact(
        namespace="tea", binding="pot", role="pot", powers=("may do anything with everything in its namespace",)
    )
    lab = Lab(lock=locked({"tea": ChartFacts(rights=(fact,))}))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, wide_rights=reason)
    return lab


def test_a_binding_of_a_chart() -> None:
    assert found(chart(), "HL754") == [
        "tea: RoleBinding tea/pot of the chart operator 1.2.3: whoever it binds to pot may do anything with everything in its"
        " namespace; bind a role that may do less, or say in `wide_rights` of tea what it needs it for",
    ]


def test_a_reason() -> None:
    assert found(chart("it brews every tea"), "HL754") == []
    lab = lab_of(binding("cluster-admin"))
    app_of(lab).wide_rights = "it is the lab's administrator"
    assert found(lab, "HL754") == []
