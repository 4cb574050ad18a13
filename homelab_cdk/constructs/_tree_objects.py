"""What a chart renders, as plain manifests of the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..model import Body, ObjectKey, Release
from ._drift import DriftIgnore
from ._fact_book import KnownFacts
from ._manifest import Manifest
from ._unit_chart import UnitChart

__all__ = ["add_output"]


def add_output(
    owner: UnitChart, release: Release, known: KnownFacts, ignored: Sequence[DriftIgnore] = ()
) -> tuple[Manifest, ...]:
    """Add every object that a release renders; fields that controllers own are left out, so that Flux leaves them alone.

    Raises:
        LockError: what it renders is not at hand.
        BuildError: the chart has one of its objects already.
    """
    added: list[Manifest] = []
    for body in owner.surroundings.outputs.of(release, known):
        key = ObjectKey.of(body)
        for rule in ignored:
            if _targets(rule.target, key):
                for pointer in rule.paths:
                    _leave_out(body, pointer)
        added.append(owner.add_manifest(body))
        if owner.never_pruned:
            owner.protect(added[-1])
    return tuple(added)


def _targets(target: Mapping[str, str], key: ObjectKey) -> bool:
    own = {"group": key.group, "kind": key.kind, "namespace": key.namespace, "name": key.name}
    return all(own.get(field, value) == value for field, value in target.items())


def _leave_out(body: Body, pointer: str) -> None:
    """Remove what a JSON pointer leads to, where there is such a thing."""
    *path, last = [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
    node: Any = body
    for token in path:
        node = _step(node, token)
    if isinstance(node, dict):
        node.pop(last, None)
    elif isinstance(node, list) and last.isdecimal() and int(last) < len(node):
        del node[int(last)]


def _step(node: Any, token: str) -> Any:
    if isinstance(node, list):
        return node[int(token)] if token.isdecimal() and int(token) < len(node) else None
    return node.get(token) if isinstance(node, dict) else None
