"""How big each object is, and which ones hold text that a reader on the way to the cluster breaks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..order import Built, Item
from ._rule import once
from ._secret_shapes import MARKS

__all__ = ["Size", "broken", "large", "marked", "suspicious"]

_BROKEN = re.compile(r"[\x7f-\x9f\ufffe\uffff]")
_LONGEST_KEY = 1000
"""Readers look 1,024 bytes ahead for the colon of a key (source: go-yaml), and some of those go to quotes."""

_WORTH_A_LOOK = 100_000


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
def _look(built: Built) -> _Looked:
    """One pass over all objects as JSON, which C writes much faster than Python walks."""
    found = _Looked([], [], [])
    encoder = json.JSONEncoder(
        ensure_ascii=False, check_circular=False, skipkeys=True, default=str, separators=(",", ":")
    )
    for item in built.items:
        text = encoder.encode(item.body)
        bare = text.isascii()
        lost = "\x7f" in text if bare else _BROKEN.search(text)
        if lost or '"<<":' in text or _may_have_long_key(text, _LONGEST_KEY if bare else _LONGEST_KEY // 4):
            found.suspicious.append(item)
        if ((item.key.group, item.key.kind) not in _WITHOUT_TEXT or '"annotations"' in text) and MARKS.search(text):
            found.marked.append(item)
        if len(text) > _WORTH_A_LOOK:
            found.large.append(Size(item=item, length=len(text.encode("utf-8", "surrogatepass"))))
    return found


def _may_have_long_key(text: str, longest: int) -> bool:
    """Whether there may be more than so many characters between two quotes."""
    return len(text) > longest and ('\\"' in text or max(map(len, text.split('"'))) > longest)


def suspicious(built: Built) -> list[Item]:
    """Objects that may hold such text; `broken` tells for sure."""
    return _look(built).suspicious


def marked(built: Built) -> list[Item]:
    """Objects that may hold a secret of a known form; `known_secrets` tells for sure."""
    return _look(built).marked


def large(built: Built) -> list[Size]:
    """Objects of more than about 100 kB."""
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
