"""How large the record of a release is that Helm keeps in the cluster: a Secret holds at most 1 MiB."""

from __future__ import annotations

import base64
import fnmatch
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..model import Release
from ._chart import ChartTree
from ._facts import RenderedObject
from ._renderer import RenderedText

__all__ = ["release_size"]

_STEP = 10_000
"""An estimate to the byte would differ with every version of zlib; and Go's compresses a little differently anyway."""


def release_size(
    tree: ChartTree, release: Release, texts: Sequence[RenderedText], objects: Sequence[RenderedObject]
) -> int:
    """About how many bytes the record of a release takes, in steps of 10,000.

    It holds the chart's own files (subcharts' are left out), its default values, those of the lab, what was rendered, and
    the hooks, as JSON, gzipped and in base64 (source: Helm, `pkg/storage/driver`, `encodeRelease`; `pkg/chart`, `Chart`).
    """
    hooks = {item.source for item in objects if item.hooks}
    templates: list[dict[str, str]] = []
    files: list[dict[str, str]] = []
    for name, content in _files(tree.path):
        entry = {"name": name, "data": base64.b64encode(content).decode()}
        (templates if name.startswith("templates/") else files).append(entry)
    record = {
        "name": release.name,
        "namespace": release.namespace,
        "version": 1,
        "info": {"status": "deployed", "description": "Install complete"},
        "chart": {
            "metadata": {"name": tree.name, "version": tree.version},
            "templates": templates,
            "values": tree.values,
            "schema": base64.b64encode(json.dumps(tree.schema).encode()).decode() if tree.schema is not None else None,
            "files": files,
        },
        "config": release.values,
        "manifest": "".join(
            f"---\n# Source: {tree.name}/{text.source}\n{text.text}\n"
            for text in texts
            if not text.kept and text.source not in hooks
        ),
        "hooks": [{"path": text.source, "manifest": text.text} for text in texts if text.source in hooks],
    }
    packed = zlib.compress(json.dumps(record, default=_plain, ensure_ascii=False).encode(), 9)
    return -(-len(packed) * 4 // 3 // _STEP) * _STEP


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a chart that are neither its metadata nor those of subcharts."""
    ignored = _ignored(folder)
    for file in sorted(item for item in folder.rglob("*") if item.is_file()):
        name = file.relative_to(folder).as_posix()
        top = name.partition("/")[0]
        if top in ("Chart.yaml", "Chart.lock", "values.yaml", "values.schema.json", "charts", ".git", ".helmignore"):
            continue
        if any(fnmatch.fnmatch(name, pattern) or fnmatch.fnmatch(file.name, pattern) for pattern in ignored):
            continue
        yield name, file.read_bytes()


def _ignored(folder: Path) -> list[str]:
    """Patterns of what a package leaves out; those that take something back in are not followed."""
    file = folder / ".helmignore"
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    found = [line.strip() for line in lines if line.strip() and not line.startswith(("#", "!"))]
    return [pattern for line in found for pattern in (line.strip("/"), f"{line.strip('/')}/*")]


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)
