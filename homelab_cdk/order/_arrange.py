"""Objects into units, and units into an order: all of it inferred, nothing declared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from .._errors import OrderError
from ..constructs import UnitChart
from ..model import BUILT_IN_GROUPS, K3S_KINDS, REMOVED_GROUPS, STANDING_NAMESPACES, GroupKind
from ._graph import find_cycle
from ._item import Item
from ._owners import FLUX_GROUPS, OPERATOR_GROUP, Owners
from ._unit import Reason, Unit

__all__ = ["arrange"]

Advice = Callable[[GroupKind], Sequence[str]]

_UNIT_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def arrange(charts: Sequence[UnitChart], items: Iterable[Item], *, advice: Advice = lambda kind: ()) -> list[Unit]:
    """Put objects into units and find what each unit has to wait for.

    An edge is drawn only where an object would be rejected without it: its CRD, a webhook that judges it, its namespace,
    or a capability that says so. Where a pod would merely wait for another, there is none.

    Args:
        charts: the components and apps, in the order of the lab.
        items: their objects.
        advice: where a CRD that nothing brings could come from, as written in `homelab.yaml`.

    Raises:
        OrderError: an object needs a CRD or a namespace that nothing brings, two charts have one name, or the units wait
            for each other in a circle. All missing ones are reported at once.
    """
    found = list(items)
    owners = Owners.of(charts, found)
    units = _units(charts, found, owners)
    problems = _connect(units, owners, advice)
    if problems:
        raise OrderError("\n".join(problems))
    cycle = find_cycle({unit.name: list(unit.depends_on) for unit in units})
    if cycle:
        raise OrderError(_describe(cycle, {unit.name: unit for unit in units}))
    return units


def _units(charts: Sequence[UnitChart], items: Iterable[Item], owners: Owners) -> list[Unit]:
    units: dict[tuple[UnitChart, bool], Unit] = {}
    for chart in charts:
        units[chart, False] = Unit(name=chart.construct_id, layer=chart.layer, chart=chart, config=False)
    for item in items:
        config = _follows_release(item, owners) or _stands_aside(item)
        if (item.chart, config) not in units:
            name = f"{item.chart.construct_id}-config"
            units[item.chart, True] = Unit(name=name, layer=item.chart.layer, chart=item.chart, config=True)
        units[item.chart, config].items.append(item)
    named: dict[str, Unit] = {}
    for unit in units.values():
        if not _UNIT_NAME.fullmatch(unit.name):
            raise OrderError(
                f"{unit.chart.path} makes a unit {unit.name!r}, which is no name that Kubernetes takes; give the"
                " construct an id of at most 63 lower-case letters, digits and dashes"
            )
        other = named.setdefault(unit.name, unit)
        if other is not unit:
            raise OrderError(
                f"{other.chart.path} and {unit.chart.path} both make a unit {unit.name!r}; rename the app, or the instance"
            )
    rank = {chart: number for number, chart in enumerate(charts)}
    return sorted((unit for unit in units.values() if unit.items), key=lambda unit: (rank[unit.chart], unit.config))


def _follows_release(item: Item, owners: Owners) -> bool:
    """Whether an object needs what a release of its own chart brings, so that it cannot be applied together with it.

    Of Flux's own kinds only the operator's come with a release of the tree, and follow it to a new version.
    """
    if (item.key.group in FLUX_GROUPS and item.key.group != OPERATOR_GROUP) or item.key.kind == "Namespace":
        return False
    if owners.released.get(item.group_kind) is item.chart:
        return True
    return any(chart is item.chart for _, chart in owners.judges(item))


def _stands_aside(item: Item) -> bool:
    """Whether an object only watches a system that others may wait for: then they do not wait for its CRD as well.

    The objects of an app, or of a system that offers nothing to others, stay together.
    """
    return item.observes and item.chart.offers


def _connect(units: list[Unit], owners: Owners, advice: Advice) -> list[str]:
    main = {unit.chart: unit for unit in units if not unit.config}
    namespaces = {
        item.key.name: unit
        for unit in units
        for item in unit.items
        if item.key.kind == "Namespace" and not item.key.group
    }
    unit_of = {item: unit for unit in units for item in unit.items}
    crd_units = {kind: unit_of[item] for kind, item in owners.plain.items()}
    missing: dict[GroupKind, list[str]] = {}
    homeless: dict[str, list[str]] = {}

    def crd(unit: Unit, kind: GroupKind, subject: str, needs: str) -> None:
        if kind.group in BUILT_IN_GROUPS or kind.group in FLUX_GROUPS or kind.group in REMOVED_GROUPS:
            return
        if kind in K3S_KINDS and unit.chart.surroundings.config.cluster.distribution == "k3s":
            return
        if kind in crd_units:
            unit.wait_for(crd_units[kind], Reason(because="crd", subject=subject, detail=f"{needs} {kind}"))
        elif kind in owners.released:
            owner = main[owners.released[kind]]
            unit.wait_for(owner, Reason(because="crd", subject=subject, detail=f"{needs} {kind}"))
        else:
            missing.setdefault(kind, []).append(f"{subject} {needs} {kind}")

    for unit in units:
        for item in unit.items:
            subject = f"{item.key} (made by {item.path})"
            crd(unit, item.group_kind, subject, "needs the CRD of")
            for webhook, chart in owners.judges(item):
                if chart in main:
                    detail = f"is judged by the webhook {webhook.name}"
                    unit.wait_for(main[chart], Reason(because="webhook", subject=subject, detail=detail))
            namespace = item.key.namespace
            if namespace in namespaces:
                detail = f"lives in the namespace {namespace}"
                unit.wait_for(namespaces[namespace], Reason(because="namespace", subject=subject, detail=detail))
            elif namespace and namespace not in STANDING_NAMESPACES:
                homeless.setdefault(namespace, []).append(f"{subject} lives in the namespace {namespace}")
        if unit.config:
            companion = main.get(unit.chart)
            if companion is not None:
                detail = "needs what its own release brings"
                unit.wait_for(companion, Reason(because="companion", subject=unit.name, detail=detail))
            continue
        for needed in unit.chart.needs:
            detail = f"has to find {needed.path} ready when it starts"
            if needed in main:
                unit.wait_for(main[needed], Reason(because="capability", subject=unit.chart.path, detail=detail))
        for release, facts in owners.facts.get(unit.chart, []):
            own = {item.group_kind for item in facts.crds}
            for kind in sorted({key.group_kind for key in facts.objects} - own):
                crd(unit, kind, f"the chart {release} (installed by {unit.chart.path})", "renders")
    return [
        *(
            f"{_first(found)}, which nothing in this lab brings; {_remedy(kind, owners, advice)}"
            for kind, found in missing.items()
        ),
        *(
            f"{_first(found)}, which nothing in this lab creates; add it with `add_namespace`, or correct the name"
            for found in homeless.values()
        ),
    ]


def _first(found: list[str]) -> str:
    return found[0] if len(found) == 1 else f"{found[0]} (and {len(found) - 1} more objects)"


def _remedy(kind: GroupKind, owners: Owners, advice: Advice) -> str:
    where = " or ".join(advice(kind))
    if where:
        return f"add {where} to homelab.yaml"
    if owners.unknown:
        return f"if {' or '.join(owners.unknown)} brings it, run `homelab lock`: nothing is known of that chart yet"
    return "add its CustomResourceDefinition, or leave the object out"


def _describe(cycle: list[str], units: dict[str, Unit]) -> str:
    lines = ["these units wait for each other in a circle; remove one of the needs:"]
    for name, target in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
        lines.append(f"  {name} waits for {target}: {units[name].depends_on[target][0]}")
    return "\n".join(lines)
