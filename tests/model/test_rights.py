"""Rights that reach far, read out of roles and bindings."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.model import RightsFact, wide_rights


def role(*rules: dict[str, Any], kind: str = "ClusterRole") -> dict[str, Any]:
    return {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": "r"}, "rules": list(rules)}


def binding(name: str = "r", *, kind: str = "ClusterRoleBinding", role_kind: str = "ClusterRole") -> dict[str, Any]:
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": kind,
        "metadata": {"name": "b"},
        "roleRef": {"kind": role_kind, "name": name},
    }


def granting(group: str, resource: str, *verbs: str, **more: Any) -> dict[str, Any]:
    return {"apiGroups": [group], "resources": [resource], "verbs": list(verbs), **more}


def powers(*bodies: dict[str, Any]) -> list[str]:
    return [power for item in wide_rights((body, "app") for body in bodies) for power in item.powers]


@pytest.mark.parametrize(
    ("rule", "power"),
    [
        (granting("*", "*", "*"), "may do anything with everything in all namespaces"),
        (granting("*", "*", "get", "list"), "may get, list everything in all namespaces"),
        (granting("apps", "*", "*"), "may do anything with everything of apps in all namespaces"),
        (granting("", "secrets", "get"), "may read the Secrets of all namespaces"),
        (granting("", "pods", "*"), "may do anything with pods in all namespaces"),
        (granting("rbac.authorization.k8s.io", "clusterroles", "escalate"), "may escalate clusterroles"),
        (granting("", "users", "impersonate"), "may impersonate users"),
    ],
)
def test_a_role_that_reaches_far(rule: dict[str, Any], power: str) -> None:
    assert wide_rights([(role(rule), ""), (binding(), "")]) == (RightsFact(binding="b", role="r", powers=(power,)),)


@pytest.mark.parametrize(
    "rule",
    [
        granting("longhorn.io", "*", "*"),
        granting("", "pods", "get", "list", "watch"),
        granting("", "secrets", "create"),
        granting("", "secrets", "get", resourceNames=["mine"]),
    ],
)
def test_a_role_that_keeps_to_its_own(rule: dict[str, Any]) -> None:
    assert powers(role(rule), binding()) == []


def test_being_cluster_admin() -> None:
    assert powers(binding("cluster-admin")) == ["is cluster-admin"]
    assert powers(binding("cluster-admin", kind="RoleBinding")) == ["is admin of everything in its namespace"]


def test_a_role_that_nothing_binds_grants_nothing() -> None:
    assert powers(role(granting("*", "*", "*"))) == []


def test_secrets_of_one_namespace_are_ones_own() -> None:
    assert powers(role(granting("", "secrets", "get")), binding(kind="RoleBinding")) == []


def test_everything_in_one_namespace() -> None:
    found = wide_rights(
        [
            (role(granting("*", "*", "*"), kind="Role"), "app"),
            (binding(kind="RoleBinding", role_kind="Role"), "app"),
        ]
    )
    assert found == (
        RightsFact(
            namespace="app", binding="b", role="r", powers=("may do anything with everything in its namespace",)
        ),
    )
