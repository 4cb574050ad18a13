"""How big each object is, and which ones hold text that a reader on the way to the cluster breaks."""

from __future__ import annotations

import json
import marshal
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..order import Built, Item
from ._rule import once
from ._secret_shapes import MARKS

__all__ = ["PLAIN", "Size", "broken", "large", "marked", "plain_bytes", "suspicious"]

_BROKEN = re.compile(r"[\x7f-\x9f\ufffe\uffff]")
_LONGEST_KEY = 1000
"""Readers look 1,024 bytes ahead for the colon of a key (source: go-yaml), and some of those go to quotes."""

_WORTH_A_LOOK = 30_000
"""JSON may take several times as much."""


_WITHOUT_TEXT = frozenset(
    {
        ("", "Namespace"),
        ("", "Service"),
        ("", "ServiceAccount"),
        ("networking.k8s.io", "NetworkPolicy"),
        ("policy", "PodDisruptionBudget"),
        ("rbac.authorization.k8s.io", "ClusterRole"),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        ("rbac.authorization.k8s.io", "Role"),
        ("rbac.authorization.k8s.io", "RoleBinding"),
    }
)
"""Kinds that have no room for text of one's own but in annotations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """An object and its length in bytes as JSON."""

    item: Item
    length: int


@dataclass(frozen=True, slots=True)
class _Looked:
    suspicious: list[Item]
    large: list[Size]
    marked: list[Item]


@once
def plain_bytes(built: Built) -> dict[Item, bytes]:
    """Every object as bytes, which C writes much faster than Python walks; empty where a value in it is no plain one."""
    found: dict[Item, bytes] = {}
    for item in built.items:
        try:
            found[item] = marshal.dumps(item.body, PLAIN)
        except ValueError:
            found[item] = b""
    return found


@once
def _look(built: Built) -> _Looked:
    """One pass over all objects."""
    found = _Looked([], [], [])
    for item, data in plain_bytes(built).items():
        if not data or _may_be_broken(data):
            found.suspicious.append(item)
        room = (item.key.group, item.key.kind) not in _WITHOUT_TEXT or b"annotations" in data
        if not data or (room and _MARKS.search(data)):
            found.marked.append(item)
        if not data or len(data) > _WORTH_A_LOOK:
            text = _JSON.encode(item.body)
            found.large.append(Size(item=item, length=len(text.encode("utf-8", "surrogatepass"))))
    return found


_MARKS = re.compile(MARKS.pattern.encode())

PLAIN = 2
"""The version of Python's marshal format that writes each text as `u`, its length in four bytes, and its UTF-8."""

_BROKEN_BYTES = re.compile(rb"\x7f|\xc2[\x80-\x9f]|\xef\xbf[\xbe\xbf]")
_LONG_BYTES = re.compile(rb"u(?!u.\x00\x00\x00)[\x00-\xff][\x03-\xff]\x00\x00", re.DOTALL)
"""A text of 768 bytes or more, and not one that ends in u before a short one, such as `cpu`; one of 64 KiB and more has
another length, and makes the whole longer than that."""

_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, skipkeys=True, default=str, separators=(",", ":"))


def _may_be_broken(data: bytes) -> bool:
    """Whether there may be such text, or a key of more than so many bytes; `broken` tells for sure."""
    return bool(
        (b"\x7f" in data or b"\xc2" in data or b"\xef\xbf" in data)
        and _BROKEN_BYTES.search(data)
        or b"u\x02\x00\x00\x00<<" in data
        or len(data) >= 0x10000
        or _LONG_BYTES.search(data)
    )


def suspicious(built: Built) -> list[Item]:
    """Objects that may hold such text; `broken` tells for sure."""
    return _look(built).suspicious


def marked(built: Built) -> list[Item]:
    """Objects that may hold a secret of a known form; `known_secrets` tells for sure."""
    return _look(built).marked


def large(built: Built) -> list[Size]:
    """Objects that may be larger than about 100 kB, with their size."""
    return _look(built).large


def broken(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """The places in an object at which kustomize reads something else than what is written, and what stands there."""
    if isinstance(value, str):
        match = _BROKEN.search(value)
        if match:
            yield path, f"holds the character U+{ord(match[0]):04X}"
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            name = str(key)
            here = f"{path}.{name[:60]}" if path else name[:60]
            if name == "<<":
                yield here, "is a key that kustomize takes for a merge, even in quotes"
            elif len(name) > _LONGEST_KEY // 4 and len(name.encode("utf-8", "surrogatepass")) > _LONGEST_KEY:
                yield here, f"is a key of more than {_LONGEST_KEY} bytes"
            match = _BROKEN.search(name)
            if match:
                yield here, f"is a key with the character U+{ord(match[0]):04X}"
            yield from broken(inner, here)
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from broken(inner, f"{path}[{number}]")
