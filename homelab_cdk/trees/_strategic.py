"""Strategic merges: what a patch that looks like the object itself makes of it."""

from __future__ import annotations

from typing import Any

from ..model import BUILT_IN_GROUPS, Body, GroupKind, Map, mapping
from ._files import fresh

__all__ = ["merged"]

_DIRECTIVE = "$patch"

_KEYS: dict[str, tuple[str, ...]] = {
    "containers": ("name",),
    "env": ("name",),
    "ephemeralContainers": ("name",),
    "hostAliases": ("ip",),
    "imagePullSecrets": ("name",),
    "initContainers": ("name",),
    "ownerReferences": ("uid",),
    "ports": ("containerPort", "port"),
    "secrets": ("name",),
    "topologySpreadConstraints": ("topologyKey",),
    "volumeDevices": ("devicePath",),
    "volumeMounts": ("mountPath",),
    "volumes": ("name",),
    "webhooks": ("name",),
}
"""The lists of Kubernetes' own kinds whose items have a key (source: `patchMergeKey` in its OpenAPI)."""


def merged(body: Body, patch: Map) -> Body | None:
    """The object with a patch over it; nothing where the patch deletes it.

    Lists of custom resources are replaced, as kustomize does without their schema.
    """
    if patch.get(_DIRECTIVE) == "delete":
        return None
    kept = {key: value for key, value in patch.items() if key not in ("apiVersion", "kind", "metadata")}
    given = mapping(patch.get("metadata"))
    metadata = {key: value for key, value in given.items() if key not in ("name", "namespace")}
    known = GroupKind.of(body).group in BUILT_IN_GROUPS
    found: Body = _over(body, {**kept, "metadata": metadata}, known)
    return found


def _over(base: Any, patch: Any, known: bool) -> Any:
    if not isinstance(patch, dict):
        return fresh(patch)
    if not isinstance(base, dict) or patch.get(_DIRECTIVE) == "replace":
        return _without_directives(patch)
    found = dict(base)
    for key, value in patch.items():
        if key == _DIRECTIVE or (isinstance(key, str) and key.startswith("$")):
            continue
        if value is None or (isinstance(value, dict) and value.get(_DIRECTIVE) == "delete"):
            found.pop(key, None)
        elif isinstance(value, list) and known and key in _KEYS:
            found[key] = _list_over(found.get(key), value, _KEYS[key])
        else:
            found[key] = _over(found.get(key), value, known)
    return found


def _list_over(base: Any, patch: list[Any], keys: tuple[str, ...]) -> list[Any]:
    if not isinstance(base, list) or {_DIRECTIVE: "replace"} in patch:
        return [_without_directives(entry) for entry in patch if entry != {_DIRECTIVE: "replace"}]
    found = list(base)
    for entry in patch:
        where = _place(found, entry, keys)
        if isinstance(entry, dict) and entry.get(_DIRECTIVE) == "delete":
            if where is not None:
                del found[where]
        elif where is None:
            found.append(_without_directives(entry))
        else:
            found[where] = _over(found[where], entry, True)
    return found


def _place(entries: list[Any], entry: Any, keys: tuple[str, ...]) -> int | None:
    if isinstance(entry, dict):
        for key in keys:
            if key in entry:
                same = [
                    number
                    for number, other in enumerate(entries)
                    if isinstance(other, dict) and other.get(key) == entry[key]
                ]
                return same[0] if same else None
    return None


def _without_directives(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_directives(inner)
            for key, inner in value.items()
            if inner is not None and not (isinstance(key, str) and key.startswith("$"))
        }
    if isinstance(value, list):
        return [_without_directives(inner) for inner in value]
    return value
