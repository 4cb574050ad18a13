"""What a chart renders, with the patches that Flux applies to it before it reaches the cluster."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .._errors import HomelabError, LockError
from ..constructs import Patch, apply_patches
from ..model import Release
from ._facts import RenderedObject, key_in

__all__ = ["post_rendered"]


def post_rendered(objects: Sequence[RenderedObject], release: Release) -> list[RenderedObject]:
    """The objects with the patches of a release; hooks are patched too, and CRDs of the folder `crds/` are not.

    Source: helm-controller, `postRenderStrategy` (by default `combined`).

    Raises:
        LockError: a patch finds no object, or does not fit it.
    """
    if not release.patches:
        return list(objects)
    patches = [_patch(item) for item in release.patches]
    keys = [key_in(item.body, release.namespace) for item in objects]
    for patch in patches:
        if not any(patch.matches(key) and not item.kept for key, item in zip(keys, objects, strict=True)):
            raise LockError(
                f"{release.chart} renders no {patch.kind} {patch.name} that a patch is for; correct its name, or take the"
                " patch out"
            )
    result: list[RenderedObject] = []
    for item, key in zip(objects, keys, strict=True):
        own = [patch for patch in patches if patch.matches(key) and not item.kept]
        try:
            result.append(replace(item, body=apply_patches(copy.deepcopy(item.body), own)) if own else item)
        except HomelabError as error:
            raise LockError(f"{release.chart}: {error}") from None
    return result


def _patch(item: Any) -> Patch:
    return Patch(
        kind=str(item["kind"]),
        name=str(item["name"]),
        namespace=str(item.get("namespace", "")),
        operations=item["operations"],
        reason="the lab's",
    )
