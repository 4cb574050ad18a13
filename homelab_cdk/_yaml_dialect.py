"""YAML as Kubernetes reads it: the dialect of sigs.k8s.io/yaml, which kubectl, Helm and Flux share.

It lies between YAML 1.1 and 1.2: `on` is true, `08` is 8, `012` is 10 and `1e3` is a number; dates, base-60 numbers such as
`22:22` and a lone `=` are text. Keys that are no text become text.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

__all__ = ["Loader", "StrictLoader", "add_scalars", "read_stream"]

_MERGE = "tag:yaml.org,2002:merge"

_SCALARS: tuple[tuple[str, str, list[str]], ...] = (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    (
        "bool",
        r"true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|y|Y|n|N",
        list("tTfFyYnNoO"),
    ),
    (
        "int",
        r"[-+]?(?:0|0b_*[01][01_]*|0o_*[0-7][0-7_]*|0[0-7_]+|0x_*[0-9a-fA-F][0-9a-fA-F_]*|[1-9][0-9_]*|0[0-9]+)",
        list("-+0123456789"),
    ),
    (
        "float",
        r"[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
    ("merge", r"<<", ["<"]),
)
"""The tag, what it looks like, and its first characters, by which PyYAML looks it up."""


class _Dialect:
    """What makes a loader of PyYAML read the dialect; of a key that stands twice the last one counts, as in Helm."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping with text as keys."""
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)  # type: ignore[misc]  # of the loader beside it
        return {_key(key): value for key, value in found.items()}


class _Strict:
    """What makes such a loader refuse a key that stands twice, as the API server does."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping, each key once.

        Raises:
            yaml.constructor.ConstructorError: a key stands twice.
        """
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != _MERGE:
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"found the key {key.value!r} twice", key.start_mark
                    )
                seen.add(key.value)
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)  # type: ignore[misc]  # of the loader beside it
        return found


class Loader(_Dialect, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C loader, where there is one
    """Reads the dialect."""


class StrictLoader(_Strict, Loader):
    """Reads the dialect and refuses a key that stands twice."""


class _PatientLoader(_Strict, _Dialect, yaml.SafeLoader):
    """Reads what `StrictLoader` does, and anchors that stand twice, which YAML 1.2 allows and libyaml does not; slowly."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """The next node; an anchor that is known already is a new one from here on."""
        event = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's parser has no types
        if not isinstance(event, yaml.AliasEvent):
            self.anchors.pop(getattr(event, "anchor", None), None)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


def read_stream(text: str) -> list[tuple[int, Any]]:
    """The documents of a stream, empty ones as `None`, each with the line that it starts in.

    Raises:
        yaml.YAMLError: this is no YAML, or a mapping has a key twice.
    """
    try:
        return _read(StrictLoader(text))
    except yaml.composer.ComposerError as error:
        if "duplicate anchor" not in str(error):
            raise
    return _read(_PatientLoader(text))


def _read(loader: Any) -> list[tuple[int, Any]]:
    found: list[tuple[int, Any]] = []
    try:
        while loader.check_node():
            node = loader.get_node()
            found.append((node.start_mark.line + 1, loader.construct_document(node)))
    finally:
        loader.dispose()
    return found


def add_scalars(side: type[Any]) -> None:
    """Let a loader or dumper of PyYAML tell scalars apart as the dialect does."""
    for tag, pattern, first in _SCALARS:
        side.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), first)


def _key(key: object) -> object:
    if isinstance(key, bool):
        return "true" if key else "false"
    return str(key) if isinstance(key, (int, float)) else key


def _bool(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> bool:
    return str(loader.construct_scalar(node)).lower() in ("true", "yes", "on", "y")


def _int(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    text = str(loader.construct_scalar(node)).replace("_", "")
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text.lstrip("+"))
    for prefix, base in (("0b", 2), ("0x", 16), ("0o", 8)):
        if digits.startswith(prefix):
            return sign * int(digits[2:], base)
    is_octal = len(digits) > 1 and digits[0] == "0" and set(digits) <= set("01234567")
    return sign * int(digits, 8 if is_octal else 10)


def _float(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    text = str(loader.construct_scalar(node)).replace("_", "").lower()
    return float(text.replace(".inf", "inf").replace(".nan", "nan"))


_SIDES: tuple[type[Any], ...] = (Loader, _PatientLoader)

for _side in _SIDES:
    add_scalars(_side)
    _side.add_constructor("tag:yaml.org,2002:bool", _bool)
    _side.add_constructor("tag:yaml.org,2002:int", _int)
    _side.add_constructor("tag:yaml.org,2002:float", _float)
    # `<<` is special as a key alone.
    _side.add_constructor(_MERGE, yaml.SafeLoader.construct_yaml_str)
