"""Network policies of the tree: what they select, and whom they let through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model import STANDING_NAMESPACES
from ..order import Built, Item
from ._pods import pods_of
from ._read import Map, at, mapping, maps, selector_text, texts
from ._rule import once

__all__ = [
    "POLICY_KINDS",
    "Peer",
    "closed",
    "egress",
    "ingress",
    "namespaces",
    "nearest",
    "other_policy",
    "peers",
    "policies",
]

POLICY_KINDS = (
    ("networking.k8s.io", ("NetworkPolicy",)),
    ("policy.networking.k8s.io", ("AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy")),
    ("projectcalico.org", ("NetworkPolicy", "GlobalNetworkPolicy")),
    ("crd.projectcalico.org", ("NetworkPolicy", "GlobalNetworkPolicy")),
    ("cilium.io", ("CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy")),
)
"""Kinds that let traffic through or stop it."""

_KYVERNO = "kyverno.io"
"""Its policies may write others."""

_NAME = "kubernetes.io/metadata.name"


@dataclass(frozen=True, slots=True)
class Peer:
    """Some pods that a policy names: their namespace by its name, and a selector of theirs."""

    namespace: str
    selector: Map


@once
def policies(built: Built) -> dict[str, list[Item]]:
    """The NetworkPolicies of the tree by namespace."""
    found: dict[str, list[Item]] = {}
    for item in built.of("networking.k8s.io", "NetworkPolicy"):
        found.setdefault(item.key.namespace, []).append(item)
    return found


@once
def namespaces(built: Built) -> frozenset[str]:
    """Every namespace that is known: of the tree, of the cluster itself, of charts and of operators."""
    found = {item.key.name for item in built.of("", "Namespace")} | set(STANDING_NAMESPACES)
    for release, known in built.releases:
        found |= {release.namespace, *(item.namespace for item in known.facts.workloads)}
        found |= {key.name for key in known.facts.objects if key.kind == "Namespace" and not key.group}
    found |= {child.namespace for chart in built.lab.unit_charts for child in chart.children}
    return frozenset(found)


def closed(built: Built, namespace: str, direction: str) -> bool:
    """Whether some policy takes all pods of a namespace in a direction, so that what no rule allows is denied."""
    return any(
        not at(item.body, "spec", "podSelector") and direction in texts(at(item.body, "spec").get("policyTypes"))
        for item in policies(built).get(namespace, ())
    )


def other_policy(built: Built, namespace: str) -> str:
    """A policy of another kind than Kubernetes' own that may stop traffic in a namespace, or may write one that does."""
    for group, kinds in POLICY_KINDS[1:]:
        for item in built.of(group, *kinds):
            if item.key.namespace in ("", namespace):
                return str(item.key)
    for item in built.of(_KYVERNO, "ClusterPolicy"):
        if any(
            "NetworkPolicy" in str(at(rule, "generate").get("kind"))
            for rule in maps(at(item.body, "spec").get("rules"))
        ):
            return str(item.key)
    return ""


def egress(item: Item) -> list[Map]:
    """The rules of a policy for what its pods may reach."""
    return maps(at(item.body, "spec").get("egress"))


def ingress(item: Item) -> list[Map]:
    """The rules of a policy for who may reach its pods."""
    return maps(at(item.body, "spec").get("ingress"))


def peers(item: Item, rule: Map, field: str) -> Iterator[Peer]:
    """The pods that a rule names in one namespace; addresses and selections of namespaces by other labels are left out."""
    for peer in maps(rule.get(field)):
        if "ipBlock" in peer:
            continue
        if "namespaceSelector" not in peer:
            yield Peer(item.key.namespace, mapping(peer.get("podSelector")))
            continue
        selector = mapping(peer.get("namespaceSelector"))
        name = at(selector, "matchLabels").get(_NAME)
        if isinstance(name, str) and len(at(selector, "matchLabels")) == 1 and not selector.get("matchExpressions"):
            yield Peer(name, mapping(peer.get("podSelector")))


def nearest(built: Built, peer: Peer) -> str:
    """Labels of pods that were probably meant where a selector takes none; empty where none are like those."""
    wanted = mapping(peer.selector.get("matchLabels"))
    best = max(
        pods_of(built).by_namespace.get(peer.namespace, ()),
        key=lambda pods: len(set(map(str, wanted.values())) & set(pods.labels.values())),
        default=None,
    )
    if best is None:
        return ""
    alike = {key: value for key, value in best.labels.items() if value in wanted.values()}
    return f"{best.who} has {selector_text({'matchLabels': alike})}" if alike else ""
