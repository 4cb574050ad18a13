"""What the charts of a lab know of values, kept between runs so that a changed value is judged without any chart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from .._whole_file import replace_file
from ..model import LockEntry, Release
from ..schemas import dotted, nearest
from ._chart import ChartTree, Dependency
from ._paths import account
from ._report import ProofFinding
from ._schema import chart_schema_errors
from ._store import default_cache

__all__ = ["describe", "described_chart", "described_folder", "misfits", "unknown_values"]

VERSION = 1


def described_folder() -> Path:
    """Where they are kept: beside the fetched charts, one file for each digest that a lock may name."""
    return default_cache().parent / "values"


def describe(trees: Mapping[str, ChartTree]) -> None:
    """Keep default values, schemas and the values that templates name; failing to keep them costs nothing but certainty."""
    folder = described_folder()
    for digest, tree in trees.items():
        path = folder / _name(digest)
        if path.is_file():
            continue
        with suppress(OSError, TypeError):
            folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, json.dumps(_plain(tree)).encode())


def described_chart(digest: str) -> ChartTree | None:
    """The chart of a digest as far as values go; nothing where no `homelab lock` on this machine has seen it."""
    try:
        data = json.loads((described_folder() / _name(digest)).read_bytes())
        return _tree(data) if data["version"] == VERSION else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def unknown_values(tree: ChartTree, release: Release, entry: LockEntry) -> list[tuple[ProofFinding, bool]]:
    """Values that the chart does not know, or that are of another type than its defaults; the flag says which are certain.

    Without rendering it cannot be told for certain whether a value arrives that no default, schema or template names. It is
    passed over where the lock tells of it as open, or a template takes the whole map that it stands in; and it is certainly
    misspelt where a default beside it is spelt alike.
    """
    proven = set(entry.paths.open)
    named = tree.read_values()
    subcharts = {item.key for item in tree.dependencies}
    defaults = tree.defaults()
    doubtful: set[str] = set()

    def may_arrive(path: tuple[str | int, ...]) -> bool:
        whole = dotted(path)
        if any(item == whole or item.startswith((f"{whole}.", f"{whole}[")) for item in proven):
            return True
        names = [str(part) for part in path]
        above = [".".join(names[:end]) for end in range(1, len(names))]
        inside = [".".join(names[1:end]) for end in range(2, len(names))] if names[0] in subcharts else []
        if any(name in named for name in (*above, *inside)):
            return True
        if nearest(names[-1], _beside(defaults, names)) is None:
            doubtful.add(f"values.{whole}")
        return False

    problems = account(tree, release, release.values, kubernetes=entry.kubernetes, arrives=may_arrive)[1]
    return [(item, item.path not in doubtful) for item in problems]


def _beside(defaults: object, names: Sequence[str]) -> list[str]:
    for name in names[:-1]:
        defaults = defaults.get(name) if isinstance(defaults, Mapping) else None
    return [str(key) for key in defaults] if isinstance(defaults, Mapping) else []


def misfits(tree: ChartTree, release: Release) -> list[ProofFinding]:
    """Where values break the schema of the chart, or of a subchart."""
    return chart_schema_errors(tree, release)


def _name(digest: str) -> str:
    return digest.replace(":", "-") + ".json"


def _plain(tree: ChartTree) -> dict[str, Any]:
    return {
        "version": VERSION,
        "name": tree.name,
        "chart": tree.version,
        "values": tree.values,
        "schema": tree.schema,
        "reads": sorted(tree.read_values()),
        "dependencies": [
            {
                "name": item.name,
                "key": item.key,
                "conditions": list(item.conditions),
                "tags": list(item.tags),
                "tree": None if item.tree is None else _plain(item.tree),
            }
            for item in tree.dependencies
        ],
    }


def _tree(data: Mapping[str, Any]) -> ChartTree:
    return ChartTree(
        path=Path(),
        name=data["name"],
        version=data["chart"],
        values=data["values"],
        schema=data["schema"],
        reads=tuple(data["reads"]),
        dependencies=tuple(
            Dependency(
                name=item["name"],
                key=item["key"],
                conditions=tuple(item["conditions"]),
                tags=tuple(item["tags"]),
                tree=None if item["tree"] is None else _tree(item["tree"]),
            )
            for item in data["dependencies"]
        ),
    )
