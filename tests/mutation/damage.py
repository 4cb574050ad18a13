"""What a kind of damage is, and the words in which one is written down.

A path into YAML or an object is its keys with a space between: `spec template spec containers 0 image`; an entry of a list may
also be named by a field of it, `kind=Schedule`, and `-` is a new one. An object is named as `Kind namespace/name`, or `Kind name`
where it has no namespace.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from homelab_cdk._errors import ConfigError, HomelabError
from homelab_cdk.model import Body
from homelab_cdk.order import Built, Unit
from tests.mutation.patient import Objects, Patient, at, drop_at, put_at

__all__ = [
    "Damage",
    "Level",
    "Refused",
    "Step",
    "added",
    "app",
    "config",
    "copied",
    "damage",
    "drop",
    "edit",
    "fact",
    "fact_gone",
    "forget",
    "late",
    "lock_text",
    "put",
    "removed",
    "renamed",
    "text",
    "unit",
    "units",
    "without",
]

Level = Literal["config", "systems", "objects", "values", "facts", "order", "bootstrap", "change"]

Step = Callable[[Patient], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The lab is not even built: an exception of this class, with this in its text."""

    text: str
    error: type[HomelabError] = ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One kind of damage.

    `caught_by` are the names of the rules that have to find it, or how it is refused before any rule looks. `about` is
    what one of the findings has to contain; by default the name of an object that was damaged. `before` is done to the lab
    that a changed one is compared with, too.
    """

    name: str
    steps: tuple[Step, ...]
    caught_by: tuple[str, ...] | Refused
    about: str = ""
    before: tuple[Step, ...] = ()
    level: Level = "config"


def damage(
    name: str,
    *steps: Step,
    caught_by: str | tuple[str, ...] | Refused,
    about: str = "",
    before: tuple[Step, ...] = (),
) -> Damage:
    """One kind of damage; its level is that of the table that it stands in."""
    rules = (caught_by,) if isinstance(caught_by, str) else caught_by
    return Damage(name=name, steps=steps, caught_by=rules, about=about, before=before)


def text(old: str, new: str) -> Step:
    """Write something else in homelab.yaml, in the first place where it stands; with nothing to replace, the whole file."""

    def step(patient: Patient) -> None:
        assert old in patient.text, f"homelab.yaml has no {old!r}"
        patient.text = patient.text.replace(old, new, 1) if old else new

    return step


def config(path: str, value: Any) -> Step:
    """Set something in homelab.yaml."""
    return _settings(lambda data: put_at(data, path, value))


def without(path: str) -> Step:
    """Leave something out of homelab.yaml."""
    return _settings(lambda data: drop_at(data, path))


def _settings(change: Callable[[Any], None]) -> Step:
    def step(patient: Patient) -> None:
        data = yaml.safe_load(patient.text)
        change(data)
        patient.text = yaml.safe_dump(data, sort_keys=False)

    return step


def app(name: str, code: str) -> Step:
    """Write a file below apps/; without code it is deleted."""

    def step(patient: Patient) -> None:
        patient.apps[name] = code
        if not code:
            del patient.apps[name]

    return step


def lock_text(old: str, new: str) -> Step:
    """Write something else in homelab.lock."""

    def step(patient: Patient) -> None:
        assert old in patient.lock, f"homelab.lock has no {old!r}"
        patient.lock = patient.lock.replace(old, new, 1) if old else new

    return step


def fact(construct: str, path: str, value: Any) -> Step:
    """Set something of one entry of homelab.lock, as if its chart had it."""
    return _locked(lambda charts: put_at(charts[construct], path, value))


def fact_gone(construct: str, path: str) -> Step:
    """Leave something of one entry of homelab.lock out."""
    return _locked(lambda charts: drop_at(charts[construct], path))


def forget(construct: str) -> Step:
    """Take a chart out of homelab.lock."""
    return _locked(lambda charts: charts.pop(construct))


def _locked(change: Callable[[dict[str, Any]], Any]) -> Step:
    def step(patient: Patient) -> None:
        data = json.loads(patient.lock)
        change(data["charts"])
        patient.lock = json.dumps(data)

    return step


def put(name: str, path: str, value: Any) -> Step:
    """Set something of an object; what lies between is made."""
    return edit(name, lambda body: put_at(body, path, value))


def drop(name: str, path: str) -> Step:
    """Leave something of an object out."""
    return edit(name, lambda body: drop_at(body, path))


def renamed(name: str, path: str, key: str) -> Step:
    """Call a key of an object otherwise."""

    def change(body: Body) -> None:
        parent, _, last = path.rpartition(" ")
        holder = at(body, parent.split())
        holder[key] = holder.pop(last)

    return edit(name, change)


def edit(name: str, change: Callable[[Body], None]) -> Step:
    """Do anything to an object."""

    def step(patient: Patient) -> None:
        patient.touched.append(name.rpartition(" ")[2].rpartition("/")[2])
        patient.on_objects.append(lambda objects: objects.edit(name, change))

    return step


def removed(name: str) -> Step:
    """Leave an object out."""

    def step(patient: Patient) -> None:
        patient.on_objects.append(lambda objects: objects.remove(name))

    return step


def added(like: str, body: Body) -> Step:
    """Add an object to whatever makes another one."""

    def step(patient: Patient) -> None:
        patient.touched.append(body["metadata"]["name"])
        patient.on_objects.append(lambda objects: objects.add(like, copy.deepcopy(body)))

    return step


def copied(name: str, **changes: Any) -> Step:
    """Add an object like another one; in the names of changes, `__` stands between keys."""

    def step(patient: Patient) -> None:
        def change(objects: Objects) -> None:
            body = copy.deepcopy(objects.items[objects.index(name)].body)
            for path, value in changes.items():
                put_at(body, path.replace("__", " "), value)
            objects.add(name, body)

        patient.touched.append(str(changes.get("metadata__name", name.rpartition("/")[2])))
        patient.on_objects.append(change)

    return step


def units(change: Callable[[Built], None]) -> Step:
    """Do something to the units of the built lab, or to what made them."""

    def step(patient: Patient) -> None:
        patient.is_fresh = True
        patient.on_units.append(change)

    return step


def late(name: str) -> Step:
    """Leave an object out once the order is made, which would refuse to."""
    kind, _, place = name.partition(" ")
    namespace, _, own = place.rpartition("/")

    def change(built: Built) -> None:
        for one in built.units:
            one.items = [
                item
                for item in one.items
                if (item.key.kind, item.key.namespace, item.key.name) != (kind, namespace, own)
            ]

    return units(change)


def unit(built: Built, name: str) -> Unit:
    """One unit of a built lab."""
    return next(item for item in built.units if item.name == name)
