"""A chart's own files: metadata, default values, schema, templates and subcharts."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .. import _yaml_documents as _yaml
from .._errors import LockError

__all__ = ["ChartTree", "Dependency", "merged", "packed_metadata", "read_chart", "unpack"]

_INDEX = re.compile(r"\bindex\s+\$?\.Values((?:\s+\"[^\"]+\")+)")
_QUOTED = re.compile(r"\"([^\"]+)\"")
_VALUE = re.compile(r"\.Values\.([\w-]+(?:\.[\w-]+)*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """A subchart as its parent declares it; `key` is where the parent's values hold those of the subchart.

    `tree` is None where the declaration is there but the chart is not.
    """

    name: str
    key: str
    version: str = ""
    conditions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tree: ChartTree | None = None

    def enabled(self, values: Mapping[str, object]) -> bool:
        """Whether Helm installs it: the first condition that is set decides, then the tags, else yes."""
        for condition in self.conditions:
            found = _lookup(values, condition.split("."))
            if isinstance(found, bool):
                return found
        tags = values.get("tags")
        chosen = [tags[tag] for tag in self.tags if isinstance(tags, Mapping) and isinstance(tags.get(tag), bool)]
        return any(chosen) if chosen else True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTree:
    """One chart with its subcharts, as read from its folder.

    `reads` are the values that its templates name, its subcharts' included, where the templates themselves are not at hand.
    """

    path: Path
    name: str
    version: str
    app_version: str = ""
    kube_version: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    schema: Mapping[str, object] | bool | None = None
    dependencies: tuple[Dependency, ...] = ()
    reads: tuple[str, ...] | None = None

    def defaults(self) -> dict[str, object]:
        """The default values with those of subcharts beneath their keys; the parent's win, as in Helm."""
        result: dict[str, object] = {}
        shared: dict[str, object] = {}
        for dependency in self.dependencies:
            if dependency.tree is not None:
                inner = dependency.tree.defaults()
                below = inner.pop("global", None)
                if isinstance(below, Mapping):
                    shared = merged(shared, below)
                result[dependency.key] = inner
        own = merged(result, self.values)
        if shared:
            mine = own.get("global")
            own["global"] = merged(shared, mine if isinstance(mine, Mapping) else {})
        return own

    def active(self, values: Mapping[str, object]) -> Iterator[tuple[Dependency, Mapping[str, object]]]:
        """The subcharts that these values turn on, each with the values that it gets."""
        everything = merged(self.defaults(), values)
        for dependency in self.dependencies:
            if dependency.enabled(everything):
                below = everything.get(dependency.key)
                own = dict(below) if isinstance(below, Mapping) else {}
                shared, inner = everything.get("global"), own.get("global")
                if isinstance(shared, Mapping):
                    own["global"] = merged(shared, inner if isinstance(inner, Mapping) else {})
                yield dependency, own

    def read_values(self) -> frozenset[str]:
        """The values that a template of this chart or of a subchart names, such as `a.b` for `.Values.a.b`."""
        if self.reads is not None:
            return frozenset(self.reads)
        text = self.templates()
        looked_up = (".".join(_QUOTED.findall(keys)) for keys in _INDEX.findall(text))
        return frozenset([*_VALUE.findall(text), *looked_up])

    def templates(self) -> str:
        """The source of all templates of this chart and its subcharts, in one piece."""
        folder = self.path / "templates"
        files = sorted(item for item in folder.rglob("*") if item.is_file()) if folder.is_dir() else []
        own = "\n".join(item.read_text(encoding="utf-8", errors="replace") for item in files)
        return "\n".join([own, *(item.tree.templates() for item in self.dependencies if item.tree is not None)])


def merged(base: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """Helm's merge of values: maps are merged, everything else is replaced, and null takes a default away."""
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            result[key] = merged(below, value)
        elif value is None and key in base:
            del result[key]
        else:
            result[key] = value
    return result


def read_chart(path: Path, scratch: Path) -> ChartTree:
    """Read the chart in a folder; packed subcharts are unpacked below `scratch`.

    Raises:
        LockError: a file of the chart cannot be read.
    """
    about = _mapping(path / "Chart.yaml")
    present = {tree.name: tree for tree in _subcharts(path, scratch)}
    dependencies: list[Dependency] = []
    listed = about.get("dependencies")
    if not isinstance(listed, list):
        listed = _mapping(path / "requirements.yaml").get("dependencies", [])
    for item in listed if isinstance(listed, list) else []:
        name = str(item.get("name", ""))
        dependencies.append(
            Dependency(
                name=name,
                key=str(item.get("alias") or name),
                version=str(item.get("version", "")),
                conditions=tuple(part.strip() for part in str(item.get("condition") or "").split(",") if part.strip()),
                tags=tuple(str(tag) for tag in item.get("tags") or ()),
                tree=present.get(name),
            )
        )
    declared = {item.name for item in dependencies}
    dependencies += [
        Dependency(name=name, key=name, tree=tree) for name, tree in present.items() if name not in declared
    ]
    return ChartTree(
        path=path,
        name=str(about.get("name", path.name)),
        version=str(about.get("version", "")),
        app_version=str(about.get("appVersion") or ""),
        kube_version=str(about.get("kubeVersion") or ""),
        values=_mapping(path / "values.yaml"),
        schema=_schema(path / "values.schema.json"),
        dependencies=tuple(dependencies),
    )


def unpack(archive: Path, into: Path) -> Path:
    """Unpack a chart package and return the folder of the chart.

    Raises:
        LockError: the file is not a chart package.
    """
    into.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(into, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise LockError(
            f"{archive.name} is not a chart package ({error}); delete it and run `homelab lock` again"
        ) from None
    found = sorted(item.parent for item in into.glob("*/Chart.yaml"))
    if len(found) != 1:
        raise LockError(f"{archive.name} holds {len(found)} charts, a package holds one; fetch it again")
    return found[0]


def packed_metadata(archive: Path) -> object:
    """The Chart.yaml inside a chart package.

    Raises:
        LockError: the file is not a chart package.
    """
    try:
        with tarfile.open(archive) as packed:
            for member in packed:
                if member.name.count("/") == 1 and member.name.endswith("/Chart.yaml"):
                    content = packed.extractfile(member)
                    return _yaml.load(content.read().decode()) if content is not None else None
    except (tarfile.TarError, OSError, ValueError) as error:
        raise LockError(f"{archive} is not a chart package ({error}); delete it and run `homelab lock` again") from None
    raise LockError(f"{archive} holds no Chart.yaml; delete it and run `homelab lock` again")


def _subcharts(path: Path, scratch: Path) -> Iterator[ChartTree]:
    folder = path / "charts"
    if not folder.is_dir():
        return
    for item in sorted(folder.iterdir()):
        if item.name[0] in "._":
            continue
        if (item / "Chart.yaml").is_file():
            yield read_chart(item, scratch / item.name)
        elif item.suffix == ".tgz":
            yield read_chart(unpack(item, scratch / item.name), scratch / f"{item.name}.charts")


def _mapping(path: Path) -> dict[str, object]:
    try:
        value = _yaml.load(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (ValueError, OSError) as error:
        raise LockError(f"{path} cannot be read: {error}") from None
    return {str(key): item for key, item in value.items()} if isinstance(value, dict) else {}


def _schema(path: Path) -> Mapping[str, object] | bool | None:
    if not path.is_file():
        return None
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise LockError(f"{path} is not JSON: {error}") from None
    return value if isinstance(value, (dict, bool)) else None


def _lookup(values: object, path: list[str]) -> object:
    for part in path:
        if not isinstance(values, Mapping) or part not in values:
            return None
        values = values[part]
    return values
