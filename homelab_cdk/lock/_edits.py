"""Plain manifests as Flux applies them: with the changes that the lab makes to what is in the repository."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .._errors import HomelabError, LockError
from ..constructs import Patch, apply_patches
from ..model import Body, Release, maps
from ._facts import RenderedObject

__all__ = ["edited"]


def edited(objects: Sequence[RenderedObject], release: Release) -> list[RenderedObject]:
    """The objects with the changes that stand in the values of a release of plain manifests (see `GitManifests`).

    Raises:
        LockError: a change finds no object, or does not fit it.
    """
    values = release.values
    left_out = [(str(item["kind"]), str(item["name"])) for item in maps(values.get("without"))]
    patches = [
        Patch(kind=str(item["kind"]), name=str(item["name"]), operations=item["operations"], reason="the lab's")
        for item in maps(values.get("patches"))
    ]
    images = values.get("images")
    tags = dict(images) if isinstance(images, Mapping) else {}
    names = [(str(item.body.get("kind")), _name(item.body)) for item in objects]
    used: set[str] = set()
    for kind, name in [*left_out, *((patch.kind, patch.name) for patch in patches)]:
        if (kind, name) not in names:
            raise LockError(f"{release.chart} has no {kind} {name}, which the lab changes or leaves out")
    result: list[RenderedObject] = []
    for item, key in zip(objects, names, strict=True):
        if key in left_out:
            continue
        own = [patch for patch in patches if (patch.kind, patch.name) == key]
        result.append(replace(item, body=_changed(item.body, own, tags, release, used)))
    unused = sorted(tags.keys() - used)
    if unused:
        raise LockError(f"{release.chart} has no image {unused[0]}, whose tag the lab sets")
    return result


def _changed(
    body: Body, patches: Sequence[Patch], tags: Mapping[str, object], release: Release, used: set[str]
) -> Body:
    body = copy.deepcopy(body)
    try:
        body = apply_patches(body, patches) if patches else body
    except HomelabError as error:
        raise LockError(f"{release.chart}: {error}") from None
    if (body.get("metadata") or {}).get("namespace"):
        body["metadata"]["namespace"] = release.namespace
    for container in _containers(body):
        name = _without_tag(str(container.get("image") or ""))
        if name in tags:
            container["image"] = f"{name}:{tags[name]}"
            used.add(name)
    return body


def _containers(value: Any) -> Iterator[Body]:
    """Every container within an object, wherever its pod template is."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("containers", "initContainers") and isinstance(item, list):
                yield from (one for one in item if isinstance(one, dict))
            else:
                yield from _containers(item)


def _without_tag(image: str) -> str:
    name = image.partition("@")[0]
    head, _, tag = name.rpartition(":")
    return head if head and "/" not in tag else name


def _name(body: Body) -> str:
    return str((body.get("metadata") or {}).get("name"))
