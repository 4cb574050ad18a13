"""Accounts that something acts as, and roles that it is given, are there."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import RBAC
from ..order import FLUX_NAMESPACE, Built, Item
from ..schemas import nearest
from ._meant import another_of, either
from ._pods import pods_of, workloads
from ._read import at, maps, pod_spec
from ._rule import Found, Hit, Unknown, once, rule
from ._standing_roles import FLUX_ACCOUNTS, standing_cluster_roles, standing_roles

_ACTING: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("external-secrets.io", "ClusterSecretStore", ("spec", "provider", "kubernetes", "auth", "serviceAccount"), "name"),
    ("external-secrets.io", "SecretStore", ("spec", "provider", "kubernetes", "auth", "serviceAccount"), "name"),
    ("helm.toolkit.fluxcd.io", "HelmRelease", ("spec",), "serviceAccountName"),
    ("kustomize.toolkit.fluxcd.io", "Kustomization", ("spec",), "serviceAccountName"),
    ("upgrade.cattle.io", "Plan", ("spec",), "serviceAccountName"),
)
"""Fields of custom resources that name a ServiceAccount: group, kind, the map and its key."""


@rule(
    "HL174",
    "every_account_and_role_exists",
    apart=True,
    example="""
 apiVersion: v1
 kind: ServiceAccount
 metadata: {name: web, namespace: web}
 ---
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   selector: {matchLabels: {app: web}}
   template:
     metadata: {labels: {app: web}}
     spec:
-      serviceAccountName: wbe
+      serviceAccountName: web
       containers:
         - name: web
           image: registry.example.com/web:1.2.3
""",
    says="""
Deployment.apps web/web: serviceAccountName names ServiceAccount web/wbe, which nothing in this lab
makes; write the name of one that is there, or add it
""",
)
def every_account_and_role_exists(built: Built) -> Found:
    """Accounts that something acts as, and roles that it is given, are there.

    Each ServiceAccount that pods, stores of credentials, Flux objects and upgrade plans act as, and that bindings are for, is
    made by something, and so is each role that is bound; those that Kubernetes itself, its distribution and Flux bring are known
    by name. Without its account no pod is even created; without its role it is refused everything, and nothing says so before.
    """
    for item, field, namespace, name in _accounts(built):
        if (namespace, name) not in _known(built, "", "ServiceAccount"):
            there = [known for home, known in _known(built, "", "ServiceAccount") if home == namespace]
            who = f"{field} names ServiceAccount {namespace}/{name}"
            yield _missing(item, who, _perhaps(built, namespace), name, there)
    for item in built.of(RBAC, "RoleBinding", "ClusterRoleBinding"):
        reference = at(item.body, "roleRef")
        kind, name = str(reference.get("kind")), str(reference.get("name"))
        if kind not in ("Role", "ClusterRole"):
            continue
        home = item.key.namespace if kind == "Role" else ""
        roles = _known(built, RBAC, kind) | (
            standing_roles(built) if kind == "Role" else {("", role) for role in standing_cluster_roles(built)}
        )
        if (home, name) not in roles:
            there = [known for namespace, known in roles if namespace == home]
            perhaps = _perhaps(built, home) if kind == "Role" else _perhaps_a_chart(built)
            yield _missing(item, f"roleRef names {kind} {name}", perhaps, name, there)


def _alike(name: str, known: list[str]) -> str | None:
    """The known name that was probably meant: of those that begin alike up to the last colon, the nearest after it."""
    group, colon, own = name.rpartition(":")
    near = nearest(own, sorted(one.rpartition(":")[2] for one in known if one.rpartition(":")[0] == group))
    return f"{group}{colon}{near}" if near else None


def _missing(item: Item, what: str, perhaps: str, name: str, there: list[str]) -> Hit | Unknown:
    near = _alike(name, there)
    if perhaps:
        return Unknown.of(item, f"{what}, which nothing known makes, {perhaps}", f"write {near}" if near else "")
    meant = f"write {near}" if near else another_of(there)
    return Hit.of(item, f"{what}, which nothing in this lab makes", either(meant, "add it"))


def _perhaps(built: Built, namespace: str) -> str:
    """Who may bring what is missing in a namespace; empty where nobody may."""
    index = pods_of(built)
    return index.perhaps(namespace) if index.is_open_to_others(namespace) else ""


def _perhaps_a_chart(built: Built) -> str:
    """Who may bring a role that lives in no namespace."""
    index = pods_of(built)
    who = index.open_everywhere or index.open_charts
    return f"and {who}, of which nothing is known, may bring it" if who else ""


def _accounts(built: Built) -> Iterator[tuple[Item, str, str, str]]:
    for item in workloads(built):
        yield from _one(item, "serviceAccountName", "", pod_spec(item).get("serviceAccountName"))
    for group, kind, path, key in _ACTING:
        for item in built.of(group, kind):
            holder = at(item.body, *path)
            yield from _one(item, ".".join((*path, key)), str(holder.get("namespace") or ""), holder.get(key))
    for item in built.of(RBAC, "RoleBinding", "ClusterRoleBinding"):
        for number, subject in enumerate(maps(item.body.get("subjects"))):
            if subject.get("kind") == "ServiceAccount":
                yield from _one(item, f"subjects[{number}]", str(subject.get("namespace") or ""), subject.get("name"))


def _one(item: Item, field: str, namespace: str, name: object) -> Iterator[tuple[Item, str, str, str]]:
    # Every namespace has an account `default`, and Flux brings one for each of its controllers.
    home = namespace or item.key.namespace
    if isinstance(name, str) and name not in ("", "default") and not (home == FLUX_NAMESPACE and name in FLUX_ACCOUNTS):
        yield item, field, home, name


@once
def _made(built: Built) -> dict[tuple[str, str], set[tuple[str, str]]]:
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for key in (item.key for item in built.items):
        found.setdefault((key.group, key.kind), set()).add((key.namespace, key.name))
    for _, known in built.releases:
        for key in known.facts.objects:
            found.setdefault((key.group, key.kind), set()).add((key.namespace, key.name))
    return found


def _known(built: Built, group: str, kind: str) -> set[tuple[str, str]]:
    return _made(built).get((group, kind), set())
