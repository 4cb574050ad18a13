"""Finding the object that a person means."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from pathlib import Path

from ..model import ObjectKey
from ..order import FLUX_NAMESPACE, Built, Item, Unit
from ..synth._layout import render_units
from ._command import refuse

__all__ = ["Found", "Lookup"]

_SHOWN = 12

_SHORT = {
    "cj": "cronjob",
    "cm": "configmap",
    "crd": "customresourcedefinition",
    "deploy": "deployment",
    "ds": "daemonset",
    "es": "externalsecret",
    "hr": "helmrelease",
    "netpol": "networkpolicy",
    "ns": "namespace",
    "pdb": "poddisruptionbudget",
    "pvc": "persistentvolumeclaim",
    "sa": "serviceaccount",
    "sts": "statefulset",
    "svc": "service",
}
"""Short names of kinds (source: `kubectl api-resources`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was meant: an object with its file, or a unit alone.

    `rendered` names the object of a chart that was asked for, where `item` is the release that renders it.
    """

    unit: Unit
    item: Item | None = None
    file: str = ""
    rendered: str = ""


class Lookup:
    """All names by which the objects of a lab can be asked for."""

    def __init__(self, built: Built, root: Path) -> None:
        """Look among the objects of a lab in the folder `root`."""
        self._built = built
        self._root = root
        self._by_path = {item.path: item for item in built.items}
        self._makers = {path: owned.construct for path, owned in render_units(built).items()}
        self._files = {maker: path for path, maker in self._makers.items() if maker in self._by_path}
        self._units = {unit.name: unit for unit in built.units}

    def find(self, asked: str) -> Found:
        """What is meant by a file, `kind/name` and the like.

        Raises:
            Failure: nothing or more than one thing is meant; the message lists what is near.
        """
        found = self._file(asked)
        if found is not None:
            return found
        if asked in self._by_path:
            return self._of(self._by_path[asked])
        parts = [part for part in asked.split("/") if part]
        unit = self._unit(parts)
        if unit is not None:
            return Found(unit=unit)
        matches = [item for item in self._built.items if _meant(parts, item.key)]
        if len(matches) == 1:
            return self._of(matches[0])
        rendered = self._rendered(parts) if not matches else []
        if len(rendered) == 1:
            return rendered[0]
        if matches or rendered:
            names = [_name(item.key) for item in matches] or [item.rendered for item in rendered]
            refuse(f"{asked!r} may mean\n{_lines(names)}")
        refuse(f"nothing in this lab is called {asked!r}{self._near(asked)}")

    def _of(self, item: Item) -> Found:
        return Found(unit=self._built.unit_of[item], item=item, file=self._files[item.path])

    def _file(self, asked: str) -> Found | None:
        """The object of a file, named from the lab's folder or from the current one."""
        here = os.path.relpath(os.path.abspath(asked), os.path.abspath(self._root)).replace(os.sep, "/")
        for path in (here, asked.removeprefix("./")):
            maker = self._makers.get(path)
            if maker is None:
                continue
            if maker in self._by_path:
                return self._of(self._by_path[maker])
            folder = path.removeprefix("generated/").rpartition("/")[0]
            name = path.rpartition("/")[2].removeprefix("kustomization-").removesuffix(".yaml")
            unit = next((unit for unit in self._built.units if unit.folder == folder), self._units.get(name))
            if unit is not None:
                return Found(unit=unit)
        if _is_whole(here) or _is_whole(asked):
            refuse(f"{asked} is written for the lab as a whole; generated/inventory.json says what made each file")
        if asked.endswith((".yaml", ".yml", ".json", ".md")):
            same = [path for path in self._makers if path.rpartition("/")[2] == asked.rpartition("/")[2]]
            near = same or difflib.get_close_matches(asked, self._makers, n=3, cutoff=0.5)
            hint = f"; did you mean\n{_lines(near)}" if near else ""
            refuse(f"{asked!r} is no file that tells of an object of this lab{hint}")
        return None

    def _unit(self, parts: list[str]) -> Unit | None:
        """A unit by its name, or the Kustomization that applies it."""
        kinds = ("unit", "kustomization", "kustomizations", "ks", FLUX_NAMESPACE)
        if not parts or any(part.lower() not in kinds for part in parts[:-1]):
            return None
        return self._units.get(parts[-1])

    def _rendered(self, parts: list[str]) -> list[Found]:
        found = []
        for chart in self._built.lab.unit_charts:
            for release in chart.helm_releases:
                if release.release.in_tree:
                    continue
                item = self._by_path.get(release.manifest.path)
                for key in release.rendered():
                    if item is not None and _meant(parts, key):
                        unit = self._built.unit_of[item]
                        file = self._files[item.path]
                        found.append(Found(unit=unit, item=item, file=file, rendered=_name(key)))
        return found

    def _near(self, asked: str) -> str:
        names = {_name(item.key).lower(): _name(item.key) for item in self._built.items}
        last = asked.lower().rpartition("/")[2]
        near = [names[name] for name in names if len(last) > 2 and last in name][:_SHOWN]
        near = near or [names[name] for name in difflib.get_close_matches(asked.lower(), names, n=5, cutoff=0.5)]
        return f"; did you mean\n{_lines(near)}" if near else "; `homelab graph` lists the units"


def _is_whole(path: str) -> bool:
    """Whether a file is none of a unit's."""
    return (
        path.startswith(("flux/", "generated/hosts/"))
        or path == "generated/flux-system/kustomization.yaml"
        or (path.startswith("generated/") and path.count("/") == 1 and "." in path)
    )


def _meant(parts: list[str], key: ObjectKey) -> bool:
    match parts:
        case [name]:
            return name == key.name
        case [kind, name]:
            return name == key.name and _is_kind(kind, key)
        case [first, second, name]:
            return name == key.name and (
                (_is_kind(first, key) and second == key.namespace) or (first == key.namespace and _is_kind(second, key))
            )
    return False


def _is_kind(word: str, key: ObjectKey) -> bool:
    """Whether a word is the kind, as people write it: in any case, in the plural, with the group behind it."""
    kind, dot, group = word.lower().partition(".")
    if dot and group != key.group:
        return False
    kind = _SHORT.get(kind, kind)
    own = key.kind.lower()
    forms = {own, f"{own}s", f"{own}es"} | ({f"{own[:-1]}ies"} if own.endswith("y") else set())
    return kind in forms


def _name(key: ObjectKey) -> str:
    return "/".join(part for part in (key.kind.lower(), key.namespace, key.name) if part)


def _lines(names: list[str]) -> str:
    shown = [f"  {name}" for name in names[:_SHOWN]]
    return "\n".join([*shown, *([f"  and {len(names) - _SHOWN} more"] if len(names) > _SHOWN else [])])
