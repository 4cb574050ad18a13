"""The folder that `homelab render` writes and `homelab check --rendered` reads."""

from __future__ import annotations

import base64
import copy
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .._errors import LockError
from ._command import refuse

if TYPE_CHECKING:
    from ..lock import ProofReport, RenderedObject
    from ..model import Body, GroupKind, Lock, LockEntry, ObjectKey

__all__ = ["Preview", "read_preview", "write_preview"]

INDEX = ".index.json"
VERSION = 1
LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What was rendered: the entry that a lock would have, and the objects but hooks, by construct."""

    entries: Mapping[str, LockEntry] = field(default_factory=dict)
    objects: Mapping[str, Sequence[Body]] = field(default_factory=dict)

    def over(self, lock: Lock) -> Lock:
        """A lock with the facts that were rendered in place of its own; what it proved stays what it proved."""
        from ..model import Lock

        entries = dict(lock.entries)
        for construct, entry in self.entries.items():
            known = lock.entries.get(construct)
            same = known is not None and (known.chart, known.values) == (entry.chart, entry.values)
            # Its values were rendered, and nobody has held them against the chart: so they are no proven ones.
            entries[construct] = replace(known, facts=entry.facts) if known and same else replace(entry, values="")
        return Lock(entries=entries)


def write_preview(folder: Path, report: ProofReport, *, kubernetes: str) -> dict[str, int]:
    """Make the folder anew and say how many objects come of each release.

    Raises:
        LockError: the folder holds something else, or cannot be written.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / INDEX).is_file():
        refuse(f"{folder} is not empty and `homelab render` has not written it; choose another folder with --into")
    scoped = {crd.group_kind for entry in report.entries.values() for crd in entry.facts.crds if crd.scope == "Cluster"}
    counts: dict[str, int] = {}
    index: dict[str, object] = {}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".rendered-") as scratch:
            fresh = Path(scratch) / "fresh"
            fresh.mkdir()
            for construct, found in report.objects.items():
                placed = [_placed(item, report.entries[construct].namespace, scoped) for item in found]
                counts[construct] = len(placed)
                _write_release(fresh / construct, placed)
                index[construct] = _entry(report.entries[construct], placed)
            text = json.dumps({"version": VERSION, "kubernetes": kubernetes, "releases": index}, ensure_ascii=False)
            (fresh / INDEX).write_text(text, encoding="utf-8")
            if folder.parent.name == ".homelab":
                (folder.parent / ".gitignore").write_text("*\n", encoding="utf-8")
            if folder.exists():
                folder.rename(Path(scratch) / "old")
            fresh.rename(folder)
            shutil.rmtree(Path(scratch) / "old", ignore_errors=True)
    except OSError as error:
        raise LockError(f"{folder} cannot be written: {error}") from None
    return counts


def read_preview(folder: Path) -> Preview:
    """What `homelab render` has written to a folder.

    Raises:
        LockError: it has not written it, or another version of it has.
    """
    from ..model import LockEntry, decode

    try:
        data = json.loads((folder / INDEX).read_bytes())
        if data["version"] != VERSION:
            raise LockError(f"{folder} was written by another version; run `homelab render` again")
        releases = data["releases"].items()
        return Preview(
            entries={construct: decode(LockEntry, one["entry"]) for construct, one in releases},
            objects={construct: one["objects"] for construct, one in releases},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LockError(f"{folder} holds nothing that `homelab render` has written ({error})") from None


def _entry(entry: LockEntry, placed: Sequence[tuple[ObjectKey, Body, bool]]) -> dict[str, object]:
    from ..model import encode

    return {"entry": encode(entry), "objects": [body for _, body, hook in placed if not hook]}


def _placed(item: RenderedObject, namespace: str, scoped: set[GroupKind]) -> tuple[ObjectKey, Body, bool]:
    """An object in its namespace, without the values of a Secret, and whether it is a hook."""
    from ..lock import key_in
    from ..model import ordered

    key = key_in(item.body, namespace, scoped)
    body = copy.deepcopy(item.body)
    if key.namespace:
        body["metadata"] = {**(body.get("metadata") or {}), "namespace": key.namespace}
    if (key.group, key.kind) == ("", "Secret"):
        for name, word in (("data", base64.b64encode(LEFT_OUT.encode()).decode()), ("stringData", LEFT_OUT)):
            if isinstance(body.get(name), dict):
                body[name] = dict.fromkeys(body[name], word)
    return key, ordered(body), bool(item.hooks)


def _write_release(folder: Path, placed: Sequence[tuple[ObjectKey, Body, bool]]) -> None:
    """One file an object; below the namespace where there are several, with the group where two kinds share a name."""
    from ..synth._tree import safe_segment
    from ..synth._yaml import dump

    several = len({key.namespace for key, _, _ in placed if key.namespace}) > 1
    shared = Counter((key.namespace, key.kind.lower(), key.name) for key, _, _ in placed)
    for key, body, _ in placed:
        kind = key.kind.lower()
        if shared[key.namespace, kind, key.name] > 1 and key.group:
            kind = f"{kind}.{key.group}"
        place = folder / safe_segment(key.namespace) if several and key.namespace else folder
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{kind}-{safe_segment(key.name)}.yaml").write_text(dump(body), encoding="utf-8", newline="\n")
