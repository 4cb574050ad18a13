"""Units that differ from another in nothing but their name, so that one of them comes up just as all do.

A lab of a thousand applications has few sorts of them. A rule that looks at each unit by itself may look at one of each sort,
and only where it finds something does it have to look at all. A rule that follows how each comes up may do the same with
units that nothing else needs and that need nothing of their name from outside.
"""

from __future__ import annotations

import dataclasses
import marshal
import re
from collections.abc import Iterator

from ..order import Built, Item, Unit
from ._credential_words import TELLING
from ._read import Map, at, maps, pod_template
from ._rule import once
from ._text import PLAIN, plain_bytes

__all__ = ["one_of_each_sort", "without_twins"]

_PASSIVE = frozenset(
    {
        ("", "Service"),
        ("apps", "DaemonSet"),
        ("apps", "Deployment"),
        ("apps", "StatefulSet"),
        ("autoscaling", "HorizontalPodAutoscaler"),
        ("batch", "CronJob"),
        ("gateway.networking.k8s.io", "HTTPRoute"),
        ("monitoring.coreos.com", "PodMonitor"),
        ("networking.k8s.io", "Ingress"),
        ("networking.k8s.io", "NetworkPolicy"),
        ("policy", "PodDisruptionBudget"),
    }
)
"""Kinds of objects that no other object needs in order to come up."""

_OF_A_NAMESPACE = frozenset(
    {
        ("", "ConfigMap"),
        ("", "Namespace"),
        ("", "PersistentVolumeClaim"),
        ("", "ServiceAccount"),
        ("external-secrets.io", "ExternalSecret"),
    }
)
"""Kinds that only objects in the same namespace need."""

_PLAIN_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_NAME = b"\xff\x00"
"""What stands for the name of a unit: no text has it."""


@once
def without_twins(built: Built) -> Built:
    """The same lab with one unit of each sort; itself where all differ."""
    waited_for = {name for unit in built.units for name in unit.depends_on}
    users = _users(built)
    free = [unit for unit in built.units if unit.name not in waited_for and _is_not_needed(unit, users)]
    outside = _outside(built, free)
    seen: set[tuple[object, ...]] = set()
    dropped: set[str] = set()
    for unit in free:
        if unit.name not in outside:
            sort = _sorts(built)[unit.name]
            if sort in seen:
                dropped.add(unit.name)
            seen.add(sort)
    return _with(built, [unit for unit in built.units if unit.name not in dropped])


@once
def one_of_each_sort(built: Built) -> Built:
    """The same lab with one unit of each sort, for rules that look at nothing but a unit and the namespaces it names.

    A unit in a namespace of its name that is made elsewhere stays, because others of its sort may live under another level;
    so does one that makes a namespace for others.
    """
    users = _users(built)
    seen: set[tuple[object, ...]] = set()
    kept: list[Unit] = []
    for unit in built.units:
        made = {item.key.name for item in unit.items if item.key.kind == "Namespace"}
        foreign = any(unit.name in item.key.namespace and item.key.namespace not in made for item in unit.items)
        if not foreign and all(len(users[name]) == 1 for name in made):
            sort = _sorts(built)[unit.name]
            if sort in seen:
                continue
            seen.add(sort)
        kept.append(unit)
    return _with(built, kept)


def _with(built: Built, kept: list[Unit]) -> Built:
    return built if len(kept) == len(built.units) else dataclasses.replace(built, units=kept)


@once
def _users(built: Built) -> dict[str, set[str]]:
    """The units that have to do with each namespace; charts put objects into more than they stand in."""
    found: dict[str, set[str]] = {}
    for unit in built.units:
        for item in unit.items:
            key = item.key
            found.setdefault(key.name if key.kind == "Namespace" else key.namespace, set()).add(unit.name)
    for release, known in built.releases:
        facts = known.facts
        places = {one.namespace for one in facts.objects} | {one.namespace for one in facts.workloads}
        places |= {one.namespace for one in facts.services} | {one.namespace for one in facts.secrets}
        for place in places:
            found.setdefault(place, set()).add(release.construct)
    return found


def _outside(built: Built, free: list[Unit]) -> str:
    """What a unit may need of the others.

    The names of objects, of what charts render and of credentials, the labels of pods, and those that others select. Of each
    unit that nothing else needs, its own name is taken out first: only where that stands elsewhere, too, does it matter. Such
    a unit whose name is a part of another's is like no other.
    """
    names = "\n".join(unit.name for unit in free)
    own = {unit.name for unit in free if names.count(unit.name) == 1}
    found = {name for name in names.split("\n") if name not in own}
    seen: set[tuple[object, ...]] = set()
    for unit in built.units:
        if unit.name in own:
            sort = _sorts(built)[unit.name]
            if sort in seen:
                # Without its name it says what the first of its sort does.
                continue
            seen.add(sort)
        strings = {item.key.name for item in unit.items}
        strings.update(
            str(value) for item in unit.items for value in at(pod_template(item), "metadata", "labels").values()
        )
        strings.update(str(value) for item in unit.items for chosen in _chosen(item) for value in chosen.values())
        found |= {text.replace(unit.name, "\n") for text in strings} if unit.name in own else strings
    for _, known in built.releases:
        facts = known.facts
        found |= {one.name for one in facts.objects} | {one.name for one in facts.secrets}
        found |= {one.name for one in facts.services} | {one.name for one in facts.workloads}
        found |= {value for one in facts.workloads for _, value in one.labels}
    return "\n".join([*found, *built.lab.surroundings.credentials])


def _chosen(item: Item) -> Iterator[Map]:
    """The labels of pods that an object selects."""
    spec = at(item.body, "spec")
    match item.key.kind:
        case "Service":
            yield at(spec, "selector")
        case "NetworkPolicy":
            yield at(spec, "podSelector", "matchLabels")
            for side, peers in (("ingress", "from"), ("egress", "to")):
                for rule in maps(spec.get(side)):
                    yield from (at(peer, "podSelector", "matchLabels") for peer in maps(rule.get(peers)))
        case "PodDisruptionBudget" | "PodMonitor" | "ServiceMonitor":
            yield at(spec, "selector", "matchLabels")


def _is_not_needed(unit: Unit, users: dict[str, set[str]]) -> bool:
    """Whether nothing else can need anything of a unit in order to come up."""
    for item in unit.items:
        key = item.key
        kind = (key.group, key.kind)
        place = key.name if key.kind == "Namespace" else key.namespace
        if kind not in _PASSIVE and (kind not in _OF_A_NAMESPACE or len(users[place]) > 1):
            return False
    return True


def _says_nothing(name: str) -> bool:
    """Whether a name is one that every place takes, and no word that means something to a reader."""
    return _PLAIN_NAME.fullmatch(name) is not None and TELLING.isdisjoint(name.split("-"))


@once
def _sorts(built: Built) -> dict[str, tuple[object, ...]]:
    """What each unit is, but for its name; kinds stand beside it, because a name may be a part of theirs."""
    written = plain_bytes(built)
    found: dict[str, tuple[object, ...]] = {}
    for unit in built.units:
        parts = [written[item] for item in unit.items]
        # What is no plain value has no bytes; of a telling name not all that holds for it holds for others.
        own = (unit.name,) if b"" in parts or not _says_nothing(unit.name) else ()
        kinds = [(item.key.group, item.key.kind) for item in unit.items]
        applied = marshal.dumps(unit.written, PLAIN) if unit.written is not None else (unit.layer, unit.config)
        chart = unit.chart
        own = (unit.name,) if chart.children or chart.releases or chart.acceptances else own
        about = (type(chart), chart.timeout, chart.holds_data, chart.essential, chart.host_access)
        how = (applied, about, *sorted(unit.depends_on))
        found[unit.name] = (b"".join(parts).replace(unit.name.encode(), _NAME), how, *own, *kinds)
    return found
