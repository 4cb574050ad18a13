"""Flux goes on reading the same folder of the same repository."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..changes import Difference
from ..model import ObjectKey
from ._read import at
from ._rule import ChangeFound, change_rule


@change_rule("HL861", "flux_reads_the_same_place")
def flux_reads_the_same_place(difference: Difference) -> ChangeFound:
    """Flux goes on reading the same folder of the same repository.

    What the other place does not have, Flux prunes: everything, where it is empty. The same holds for a Kustomization that
    reads another source, and for a FluxInstance that is called otherwise: its Kustomization is deleted with all that it has
    applied.
    """
    was, now = (_syncs(tree.early) for tree in (difference.before, difference.after))
    for key, sync in was.items():
        then = now.get(key, {})
        changed = [
            f"{name} {sync.get(name)} → {then.get(name)}"
            for name in ("kind", "url", "ref", "path", "name")
            if _place(sync.get(name)) != _place(then.get(name))
        ]
        if changed:
            yield (
                "delete",
                key,
                f"Flux reads another place ({', '.join(changed)}) and deletes what is not there; make sure that the new place"
                " has the same tree before it is applied",
            )
    for change in difference.of("change", "adopt"):
        if change.key.kind != "Kustomization" or change.before is None or change.after is None:
            continue
        old, new = (at(placed.body, "spec", "sourceRef") for placed in (change.before, change.after))
        if dict(old) != dict(new):
            yield (
                "delete",
                change.key,
                f"it reads {new.get('kind')} {new.get('name')} instead of {old.get('kind')} {old.get('name')}, and deletes"
                " what is not there",
            )


def _syncs(early: tuple[Mapping[str, Any], ...]) -> dict[ObjectKey, Mapping[str, Any]]:
    return {ObjectKey.of(body): at(body, "spec", "sync") for body in early if body.get("kind") == "FluxInstance"}


def _place(value: object) -> str:
    """What a part of `sync` says, whatever the protocol of a URL."""
    text = str(value or "").removesuffix("/").removesuffix(".git")
    return text.partition("://")[2].rpartition("@")[2] or text.removeprefix("./")
