"""Rights that reach beyond what is one's own, read out of roles and the bindings that grant them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ._facts import RightsFact
from ._objects import BUILT_IN_GROUPS, Body
from ._reading import Map, at, mapping, maps, texts

__all__ = ["RBAC", "wide_rights"]

RBAC = "rbac.authorization.k8s.io"
_GRANTING = ("escalate", "bind", "impersonate")
_READING = frozenset({"get", "list", "watch", "*"})

_Role = tuple[str, str, str]
"""Kind, namespace and name."""


def wide_rights(objects: Iterable[tuple[Body, str]]) -> tuple[RightsFact, ...]:
    """What is granted in the whole cluster, or without bounds in a namespace, by the roles and bindings among some objects.

    That is: being `cluster-admin`; everything, or everything of a built-in API group (`*`); the Secrets of all namespaces;
    and to hand out rights that one does not have (`escalate`, `bind`, `impersonate`). A role that nothing binds grants
    nothing.

    Args:
        objects: objects with the namespace that each lies in where it names none.
    """
    roles: dict[_Role, Map] = {}
    bindings: list[tuple[str, str, Map]] = []
    for body, place in objects:
        if not str(body.get("apiVersion")).startswith(f"{RBAC}/"):
            continue
        metadata = mapping(body.get("metadata"))
        kind, name = str(body.get("kind")), str(metadata.get("name"))
        namespace = "" if kind.startswith("Cluster") else str(metadata.get("namespace") or place)
        if kind in ("ClusterRole", "Role"):
            roles[kind, namespace, name] = body
        elif kind in ("ClusterRoleBinding", "RoleBinding"):
            bindings.append((namespace, name, body))
    found = [_granted(namespace, name, body, roles) for namespace, name, body in bindings]
    return tuple(sorted((item for item in found if item.powers), key=lambda item: (item.namespace, item.binding)))


def _granted(namespace: str, name: str, body: Map, roles: dict[_Role, Map]) -> RightsFact:
    reference = at(body, "roleRef")
    kind, role = str(reference.get("kind")), str(reference.get("name"))
    powers: dict[str, None] = {}
    if kind == "ClusterRole" and role == "cluster-admin":
        powers["is cluster-admin" if not namespace else "is admin of everything in its namespace"] = None
    known = roles.get((kind, namespace if kind == "Role" else "", role), {})
    owned: list[str] = []
    for rule in maps(known.get("rules")):
        powers |= dict.fromkeys(_of_rule(rule, everywhere=not namespace))
        owned += _owned(rule)
    if owned and not namespace:
        powers[f"may do anything with {', '.join(dict.fromkeys(owned))} in all namespaces"] = None
    return RightsFact(namespace=namespace, binding=name, role=role, powers=tuple(powers))


def _of_rule(rule: Map, *, everywhere: bool) -> Iterator[str]:
    groups, resources, verbs = _parts(rule)
    where = "all namespaces" if everywhere else "its namespace"
    if not groups:
        return
    for verb in _GRANTING:
        if verb in verbs:
            yield f"may {verb} {', '.join(resources)}"
    if "*" in resources:
        may = "do anything with" if "*" in verbs else ", ".join(verbs)
        what = "everything" if "*" in groups else f"everything of {', '.join(group or 'core' for group in groups)}"
        yield f"may {may} {what} in {where}"
    elif everywhere and "secrets" in resources and _READING & set(verbs) and ("" in groups or "*" in groups):
        yield f"may read the Secrets of {where}"


def _owned(rule: Map) -> list[str]:
    """Kubernetes' own kinds of which a rule grants every verb."""
    groups, resources, verbs = _parts(rule)
    return resources if groups and "*" in verbs and "*" not in resources else []


def _parts(rule: Map) -> tuple[list[str], list[str], list[str]]:
    """The groups of Kubernetes' own among those of a rule, its resources and its verbs; empty where it names objects."""
    groups, resources, verbs = (texts(rule.get(field)) for field in ("apiGroups", "resources", "verbs"))
    own = [group for group in groups if group in BUILT_IN_GROUPS or group == "*"]
    return ([], [], []) if rule.get("resourceNames") else (own, resources, verbs)
