"""ConfigMaps and Secrets that kustomize makes of files and literals.

They keep the name that the listing gives them: the hash that kustomize may add to it stands in every reference, too.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from posixpath import basename, join, normpath

from ..model import Body, Map, at, mapping, maps
from ._files import Files
from ._made import REMOTE, Made, Making, listed

__all__ = ["generate"]

_ENCRYPTED = b"ENC[AES256_GCM"
"""How SOPS writes a value (source: its reference)."""


def generate(files: Files, folder: str, listing: Map, file: str, making: Making, made: list[Made]) -> None:
    """Add what `configMapGenerator` and `secretGenerator` make; one that merges or replaces changes what is there."""
    options = mapping(listing.get("generatorOptions"))
    for field, kind in (("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")):
        for entry in maps(listing.get(field)):
            body = _body(kind, entry, options, dict(_data(files, folder, entry, file, making)))
            there = [
                one
                for one in made
                if one.body.get("kind") == kind
                and one.name == entry.get("name")
                and str(entry.get("namespace") or "") in ("", str(one.metadata.get("namespace") or ""), *one.namespaces)
            ]
            if entry.get("behavior") in ("merge", "replace") and there:
                _change(there[0].body, body, replace=entry["behavior"] == "replace")
            elif entry.get("name"):
                fixed = any(
                    each.get("disableNameSuffixHash") is True for each in (options, mapping(entry.get("options")))
                )
                made.append(Made(body=body, file=file, line=1, hashed=not fixed))


def _body(kind: str, entry: Map, options: Map, data: dict[str, bytes]) -> Body:
    own = mapping(entry.get("options"))
    metadata: Body = {"name": str(entry.get("name"))}
    if entry.get("namespace"):
        metadata["namespace"] = str(entry["namespace"])
    for pairs in ("labels", "annotations"):
        both = {**at(options, pairs), **at(own, pairs)}
        if both:
            metadata[pairs] = both
    body: Body = {"apiVersion": "v1", "kind": kind, "metadata": metadata}
    for key, content in data.items():
        field, value = _value(kind, content)
        body.setdefault(field, {})[key] = value
    if kind == "Secret":
        body["type"] = str(entry.get("type") or "Opaque")
        if any(_ENCRYPTED in content for content in data.values()):
            body["sops"] = {}
    return body


def _value(kind: str, content: bytes) -> tuple[str, str]:
    if kind == "Secret" and _ENCRYPTED in content:
        return "stringData", "ENC[]"
    try:
        return ("stringData" if kind == "Secret" else "data"), content.decode("utf-8")
    except UnicodeDecodeError:
        return ("data" if kind == "Secret" else "binaryData"), base64.b64encode(content).decode("ascii")


def _data(files: Files, folder: str, entry: Map, file: str, making: Making) -> Iterator[tuple[str, bytes]]:
    for literal in listed(entry, "literals"):
        key, equal, value = str(literal).partition("=")
        if equal:
            yield key, value.strip("\"'").encode() if value[:1] == value[-1:] and value[:1] in "\"'" else value.encode()
    for source in [*listed(entry, "envs"), *filter(None, [entry.get("env")])]:
        content = _content(files, folder, str(source), file, making)
        for line in content.splitlines():
            name, sign, rest = line.strip().partition(b"=")
            if sign and not name.startswith((b"#", b"sops_")):
                yield name.decode("utf-8", "replace"), rest
    for source in listed(entry, "files"):
        key, equal, path = str(source).partition("=")
        yield key if equal else basename(key), _content(files, folder, path if equal else key, file, making)


def _content(files: Files, folder: str, source: str, file: str, making: Making) -> bytes:
    name = normpath(join(folder, source))
    content = None if REMOTE.match(source) else files.content(name)
    if content is None:
        is_far = REMOTE.match(source) is not None or name.startswith("..")
        making.lack(file, source, "it is not in the tree", fault=not is_far, brings=False)
        return b""
    making.read(name)
    return content


def _change(body: Body, new: Body, *, replace: bool) -> None:
    for field in ("data", "stringData", "binaryData"):
        held = {**({} if replace else mapping(body.get(field))), **new.get(field, {})}
        if held:
            body[field] = held
        else:
            body.pop(field, None)
