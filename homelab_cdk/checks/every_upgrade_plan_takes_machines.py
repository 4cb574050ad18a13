"""Plans of the System Upgrade Controller take the machines that are meant, to a version that is named."""

from __future__ import annotations

from collections.abc import Iterator

from ..capacity import machines_of
from ..order import Built, Item
from ._read import Map, at, mapping, maps, quoted, selector_text, selects
from ._rule import Found, Hit, rule

_UPGRADES = ("k3s-upgrade", "rke2-upgrade")
"""Images that replace what runs Kubernetes on a machine."""

_KEYS = ("kubernetes.io/arch", "kubernetes.io/hostname", "kubernetes.io/os", "node-role.kubernetes.io/control-plane")
"""Labels that machines have by themselves, so that it is known which have them."""


@rule(
    "HL182",
    "every_upgrade_plan_takes_machines",
    local=True,
    example="""
 apiVersion: upgrade.cattle.io/v1
 kind: Plan
 metadata: {name: server-plan, namespace: system-upgrade}
 spec:
   concurrency: 1
   cordon: true
+  nodeSelector:
+    matchExpressions: [{key: node-role.kubernetes.io/control-plane, operator: Exists}]
   serviceAccountName: system-upgrade
   upgrade: {image: rancher/k3s-upgrade}
+  version: v1.36.3+k3s1
""",
    says="""
Plan.upgrade.cattle.io system-upgrade/server-plan: spec has neither version nor channel, so that
nothing is ever upgraded; write the version

Plan.upgrade.cattle.io system-upgrade/server-plan: spec.nodeSelector is not set, so that no machine
is ever taken; select servers, or agents, by node-role.kubernetes.io/control-plane
""",
    see=("https://docs.k3s.io/upgrades/automated",),
)
def every_upgrade_plan_takes_machines(built: Built) -> Found:
    """Plans of the System Upgrade Controller take the machines that are meant, to a version that is named.

    Each Plan has a version or a channel, a concurrency and a `nodeSelector`. Without any of them the controller waits for ever
    and upgrades nothing; an empty selector takes every machine, and then k3s may be upgraded on an agent before the servers,
    which Kubernetes does not support. What a selector asks of machines by labels that they have by themselves, some machine of
    the lab has. `drain` names what becomes of volumes once.
    """
    for item in built.of("upgrade.cattle.io", "Plan"):
        spec = at(item.body, "spec")
        if not spec.get("version") and not spec.get("channel"):
            yield Hit.of(
                item, "spec has neither version nor channel, so that nothing is ever upgraded", "write the version"
            )
        if not spec.get("concurrency"):
            yield Hit.of(
                item,
                f"spec.concurrency is {quoted(spec.get('concurrency'))}, so that no machine is ever taken",
                "write how many machines are upgraded at a time, such as 1",
            )
        yield from _selection(built, item, spec)
        drain = at(spec, "drain")
        if drain.get("deleteEmptydirData") is not None and drain.get("deleteLocalData") is not None:
            yield Hit.of(
                item,
                "spec.drain has both deleteEmptydirData and deleteLocalData, and the controller refuses that",
                "leave deleteLocalData out, which is the old name",
            )


def _selection(built: Built, item: Item, spec: Map) -> Found:
    if spec.get("nodeSelector") is None:
        yield Hit.of(
            item,
            "spec.nodeSelector is not set, so that no machine is ever taken",
            "select servers, or agents, by node-role.kubernetes.io/control-plane",
        )
        return
    selector = at(spec, "nodeSelector")
    terms = list(_terms(selector))
    image = str(at(spec, "upgrade").get("image") or "").rpartition("/")[2].partition(":")[0]
    if not terms and image in _UPGRADES:
        yield Hit.of(
            item,
            "spec.nodeSelector is empty and takes servers and agents in any order",
            "make a plan for servers, and one for agents that waits for it with `prepare`",
        )
    for term in terms:
        if built.is_bare or term["key"] not in _KEYS or term["operator"] not in ("In", "Exists"):
            continue
        wanted: Map = {"matchExpressions": [term]}
        if not any(selects(wanted, machine.labels) for machine in machines_of(built.lab.config)):
            yield Hit.of(
                item,
                f"spec.nodeSelector asks for {selector_text(wanted)}, which no machine of the lab has",
                "correct the label, or leave the plan out",
            )


def _terms(selector: Map) -> Iterator[Map]:
    for key, value in mapping(selector.get("matchLabels")).items():
        yield {"key": key, "operator": "In", "values": [str(value)]}
    for term in maps(selector.get("matchExpressions")):
        yield {"key": "", "operator": "", **term}
