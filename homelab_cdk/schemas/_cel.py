"""The CEL rules of CRDs (`x-kubernetes-validations`), as the API server applies them to a new object."""

from __future__ import annotations

import datetime
import importlib
import json
import re
import sys
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from .._errors import LockError
from ._cel_library import UNREADABLE_PATTERN
from ._trail import Trail, trail_of
from ._words import dotted

if TYPE_CHECKING:
    from cel import Program

__all__ = ["CelRules", "Verdict", "cel_fault", "cel_is_here"]

_Schema = Mapping[str, Any]

_WORDS = (
    "true false null in as break const continue else for function if import let loop package namespace return"
    " var void while"
)
_RESERVED = frozenset(_WORDS.split())
_FAILURES = (RuntimeError, TypeError, ValueError, LookupError, ArithmeticError)
_UNKNOWN_FUNCTION = re.compile(
    rf"(?i)undeclared reference|undefined variable or function|unknown function|{UNREADABLE_PATTERN}"
)
_SIZE = re.compile(r"\bsize\(")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A rule that did not hold; `certain` is False where nothing here can tell."""

    path: str
    message: str
    rule: str = ""
    certain: bool = True


@dataclass(slots=True)
class CelRules:
    """An evaluator that compiles each rule once and remembers what it judged.

    `evaluated` holds the different rules that were applied, `transitions` those left out because they compare
    with an older state of the object.
    """

    evaluated: set[str] = field(default_factory=set)
    transitions: set[str] = field(default_factory=set)
    _programs: dict[str, tuple[Program | None, bool]] = field(default_factory=dict)
    _trails: dict[int, tuple[_Schema, Trail | None]] = field(default_factory=dict)

    def judge(self, schema: _Schema, value: Mapping[str, Any]) -> Iterator[Verdict]:
        """Apply all rules of a CRD's schema to an object with its defaults in place.

        Raises:
            LockError: there are rules to apply and the extra `lock` is not installed.
        """
        trail = self._trails.setdefault(id(schema), (schema, None))[1]
        if trail is None:
            trail = trail_of(schema) or Trail(schema=schema)
            self._trails[id(schema)] = (schema, trail)
        yield from self.follow(trail, value)

    def follow(self, trail: Trail, value: Mapping[str, Any]) -> Iterator[Verdict]:
        """Apply the rules along the trail of a schema.

        Raises:
            LockError: there are rules to apply and the extra `lock` is not installed.
        """
        for place, part, path in trail.places(value):
            if place.rules:
                where = dotted(path)
                for below, verdict in self._apply(place, part, root=not path):
                    yield replace(verdict, path=where + below)

    def _apply(self, place: Trail, value: object, *, root: bool) -> Iterator[tuple[str, Verdict]]:
        bound: Any = None
        for rule in place.rules:
            text = str(rule.get("rule", ""))
            if re.search(r"\boldSelf\b", text):
                self.transitions.add(text)
                continue
            below = str(rule.get("fieldPath") or "")
            program, extended = self._program(text)
            if program is None:
                message = f"the rule `{text}` uses CEL syntax that cannot be evaluated here"
                yield below, Verdict(path="", message=message, rule=text, certain=False)
                continue
            self.evaluated.add(text)
            bound = _bound(place.schema, value, root=root) if bound is None else bound
            try:
                holds = program.execute(_context(bound, extended=extended))
            except _FAILURES as error:
                if _UNKNOWN_FUNCTION.search(str(error)):
                    message = f"the rule `{text}` uses a function that nothing here offers: {error}"
                    yield below, Verdict(path="", message=message, rule=text, certain=False)
                else:
                    why = f"no such key: {error}" if isinstance(error, LookupError) else str(error)
                    message = f"{self._message(rule, bound)} (the rule `{text}` ends in: {why})"
                    yield below, Verdict(path="", message=message, rule=text)
                continue
            if holds is True:
                continue
            if _SIZE.search(text) and not _is_ascii(value):
                message = f"the rule `{text}` counts characters, and what evaluates it here counts bytes"
                yield below, Verdict(path="", message=message, rule=text, certain=False)
            else:
                yield below, Verdict(path="", message=self._message(rule, bound), rule=text)

    def _message(self, rule: Mapping[str, Any], bound: object) -> str:
        expression = rule.get("messageExpression")
        if expression:
            program, extended = self._program(str(expression))
            try:
                text = program.execute(_context(bound, extended=extended)) if program is not None else None
            except _FAILURES:
                text = None
            if isinstance(text, str) and text.strip():
                return text
        return str(rule.get("message") or f"failed rule: {rule.get('rule')}").strip()

    def _program(self, text: str) -> tuple[Program | None, bool]:
        if text not in self._programs:
            try:
                cel = _library()
            except ImportError:
                raise LockError(
                    "custom resources have CEL rules and nothing here evaluates them;"
                    " install the extra: pip install 'homelab-cdk[lock]'"
                ) from None
            from ._cel_library import NATIVE

            try:
                program = cel.compile(text)
            except ValueError:
                self._programs[text] = None, False
            else:
                self._programs[text] = program, not set(program.functions()) <= NATIVE
        return self._programs[text]


def cel_is_here() -> bool:
    """Whether the library that evaluates CEL is installed; it is not imported."""
    return find_spec("cel") is not None


def cel_fault(text: str) -> str:
    """Why an expression is none that CEL can read; empty where it is one.

    Raises:
        LockError: the library that reads CEL is not installed.
    """
    try:
        _library().compile(text)
    except ImportError:
        raise LockError("nothing here reads CEL; install the extra: pip install 'homelab-cdk[lock]'") from None
    except _FAILURES as error:
        return str(error) or type(error).__name__
    return ""


def _library() -> Any:
    """The library `cel` without its command line, which would import half a second's worth of other libraries."""
    name = "cel.cli"
    if "cel" in sys.modules or name in sys.modules:
        return importlib.import_module("cel")
    sys.modules[name] = types.ModuleType(name)
    try:
        return importlib.import_module("cel")
    finally:
        del sys.modules[name]


def _context(bound: object, *, extended: bool) -> Any:
    context = _library().Context({"self": bound})
    if extended:
        from ._cel_library import add_functions

        add_functions(context)
    return context


def _bound(schema: _Schema, value: object, *, root: bool = False) -> Any:
    """A value as a rule sees it: numbers and times typed by the schema, field names escaped."""
    if isinstance(value, Mapping):
        properties: Mapping[str, _Schema] = schema.get("properties") or {}
        rest = schema.get("additionalProperties")
        result: dict[str, Any] = {}
        for key, item in value.items():
            inner = properties.get(key, rest if isinstance(rest, Mapping) else {})
            result[key] = _bound(inner, item)
            if key in properties:
                result[_escaped(key)] = result[key]
        if root and isinstance(value.get("metadata"), Mapping):
            metadata = value["metadata"]
            result["metadata"] = {key: metadata[key] for key in ("name", "generateName") if key in metadata}
        return result
    if isinstance(value, (list, tuple)):
        items = schema.get("items")
        return [_bound(items if isinstance(items, Mapping) else {}, item) for item in value]
    if schema.get("type") == "number" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and schema.get("type") == "string":
        return _timed(str(schema.get("format", "")), value)
    return value


def _is_ascii(value: object) -> bool:
    return json.dumps(value, default=str, ensure_ascii=False).isascii()


def _timed(kind: str, text: str) -> object:
    if kind == "date-time":
        try:
            return datetime.datetime.fromisoformat(text)
        except ValueError:
            return text
    if kind == "duration":
        from ._cel_library import go_duration

        found = go_duration(text)
        return text if found is None else found
    return text


def _escaped(name: str) -> str:
    if name in _RESERVED:
        return f"__{name}__"
    for plain, escaped in (
        ("__", "__underscores__"),
        (".", "__dot__"),
        ("-", "__dash__"),
        ("/", "__slash__"),
    ):
        name = name.replace(plain, escaped)
    return name
