"""Patches of kustomize: which objects they are for, and what they make of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import join, normpath

import yaml

from .._errors import BuildError
from .._yaml_dialect import read_stream
from ..constructs import Patch, apply_patches
from ..model import GroupKind, Map, group_of, mapping, maps
from ._files import Files, fresh
from ._made import Made, Making, listed
from ._strategic import merged

__all__ = ["patch_all", "patch_json"]

_FIELDS = ("group", "version", "kind", "name", "namespace")


def patch_all(files: Files, folder: str, listing: Map, file: str, making: Making, made: list[Made]) -> None:
    """Apply `patchesStrategicMerge` and `patches` to the objects of a build."""
    for entry in listed(listing, "patchesStrategicMerge"):
        for patch in _documents(files, folder, entry, file, making):
            _merge(made, patch, _itself(patch))
    for entry in maps(listing.get("patches")):
        _one(files, folder, entry, file, making, made)


def patch_json(files: Files, folder: str, listing: Map, file: str, making: Making, made: list[Made]) -> None:
    """Apply `patchesJson6902` to the objects of a build."""
    for entry in maps(listing.get("patchesJson6902")):
        _one(files, folder, entry, file, making, made)


def _one(files: Files, folder: str, entry: Map, file: str, making: Making, made: list[Made]) -> None:
    target = mapping(entry.get("target"))
    source = entry.get("patch") if entry.get("patch") is not None else entry.get("path")
    documents = list(_documents(files, folder, source, file, making))
    for field in _FIELDS:
        if not _is_pattern(str(target.get(field) or "")):
            what = f"the patch of {target[field]}"
            making.lack(file, what, "its target is no regular expression", fault=True, brings=False)
    for patch in documents:
        if isinstance(patch, list):
            _operate(made, target, patch, file, making)
        elif isinstance(patch, Mapping):
            _merge(made, patch, target or _itself(patch))


def _documents(files: Files, folder: str, source: object, file: str, making: Making) -> Iterator[object]:
    """The documents of a patch that is written out, or stands in a file."""
    if not isinstance(source, str):
        return
    if "\n" not in source and files.is_file(name := normpath(join(folder, source))):
        making.read(name)
        documents = files.documents(name)
    else:
        try:
            documents = read_stream(source)
        except yaml.YAMLError:
            documents = []
    found = [document for _, document in documents if isinstance(document, (dict, list))]
    if not found:
        making.lack(
            file, source.strip().partition("\n")[0], "it is a patch that cannot be read", fault=True, brings=False
        )
    yield from found


def _itself(patch: object) -> Map:
    """The target of a patch that names its object by being one."""
    body = mapping(patch)
    metadata = mapping(body.get("metadata"))
    group, version = group_of(str(body.get("apiVersion"))), str(body.get("apiVersion")).rpartition("/")[2]
    named = {"group": group, "version": version, "kind": body.get("kind"), "name": metadata.get("name")}
    exact = {field: f"^{re.escape(str(value))}$" for field, value in named.items() if value is not None}
    if metadata.get("namespace"):
        exact["namespace"] = f"^({re.escape(str(metadata['namespace']))})?$"
    return exact


def _merge(made: list[Made], patch: object, target: Map) -> None:
    for one in [one for one in made if _is_for(target, one)]:
        body = merged(one.body, mapping(patch))
        if body is None:
            made.remove(one)
        else:
            one.body = body


def _operate(made: list[Made], target: Map, operations: list[object], file: str, making: Making) -> None:
    for one in made:
        if target and _is_for(target, one):
            try:
                patch = Patch(kind="", name=one.name, operations=maps(operations), reason="it is in the tree")
                one.body = apply_patches(fresh(one.body), [patch])
            except BuildError as error:
                what = f"the patch of {one.body.get('kind')} {one.name}"
                making.lack(file, what, str(error), fault=True, brings=False)


def _is_for(target: Map, one: Made) -> bool:
    """Whether a target takes an object; its fields are regular expressions for the whole of a value."""
    kind = GroupKind.of(one.body)
    version = str(one.body.get("apiVersion")).rpartition("/")[2]
    values: dict[str, list[str]] = {
        "group": [kind.group],
        "version": [version],
        "kind": [kind.kind],
        "name": [one.name, *one.names],
        "namespace": [str(one.metadata.get("namespace") or ""), *one.namespaces],
    }
    for field in _FIELDS:
        wanted = target.get(field)
        if wanted and not any(_matches(str(wanted), value) for value in values[field]):
            return False
    return all(
        _selected(str(target.get(field) or ""), mapping(one.metadata.get(pairs)))
        for field, pairs in (("labelSelector", "labels"), ("annotationSelector", "annotations"))
    )


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _matches(pattern: str, value: str) -> bool:
    return _is_pattern(pattern) and re.fullmatch(pattern, value) is not None


_TERM = re.compile(
    r"(?P<key>[^\s=!()]+)\s*(?:(?P<sign>==|=|!=)\s*(?P<value>[^\s()]*)|(?P<set>in|notin)\s*\((?P<of>[^)]*)\))"
)


def _selected(selector: str, pairs: Map) -> bool:
    """Whether a label selector in its one-line form takes some labels."""
    for term in filter(None, (part.strip() for part in re.split(r",(?![^(]*\))", selector))):
        found = _TERM.fullmatch(term)
        if found is None:
            if (term.lstrip("!") in pairs) == term.startswith("!"):
                return False
            continue
        value = pairs.get(found["key"])
        wanted = {part.strip() for part in found["of"].split(",")} if found["set"] else {found["value"]}
        if (value in wanted) == ((found["sign"] or found["set"]) in ("!=", "notin")):
            return False
    return True
