"""The CEL rules of CRDs (`x-kubernetes-validations`), as the API server applies them to a new object."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .._errors import LockError
from ._report import dotted

if TYPE_CHECKING:
    from cel import Program

__all__ = ["CelRules", "Verdict"]

_Schema = Mapping[str, Any]
_Path = tuple[str | int, ...]

_WORDS = (
    "true false null in as break const continue else for function if import let loop package namespace return"
    " var void while"
)
_RESERVED = frozenset(_WORDS.split())
_FAILURES = (RuntimeError, TypeError, ValueError, LookupError)
_UNKNOWN_FUNCTION = re.compile(r"(?i)undeclared reference|undefined variable or function|unknown function")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A rule that did not hold; `certain` is False where it uses a function that nothing here offers."""

    path: str
    message: str
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

    def judge(self, schema: _Schema, value: Mapping[str, Any]) -> Iterator[Verdict]:
        """Apply all rules of a CRD's schema to an object with its defaults in place.

        Raises:
            LockError: there are rules to apply and the extra `lock` is not installed.
        """
        yield from self._walk(schema, value, (), root=True)

    def _walk(self, schema: _Schema, value: object, path: _Path, *, root: bool = False) -> Iterator[Verdict]:
        rules = schema.get("x-kubernetes-validations")
        if rules:
            yield from self._apply(rules, schema, value, path, root=root)
        if isinstance(value, Mapping):
            properties: Mapping[str, _Schema] = schema.get("properties") or {}
            rest = schema.get("additionalProperties")
            for key, item in value.items():
                inner = properties.get(key, rest if isinstance(rest, Mapping) else None)
                if inner is not None and item is not None:
                    yield from self._walk(inner, item, (*path, key))
        elif isinstance(value, list) and isinstance(schema.get("items"), Mapping):
            for index, item in enumerate(value):
                yield from self._walk(schema["items"], item, (*path, index))

    def _apply(
        self, rules: list[Mapping[str, Any]], schema: _Schema, value: object, path: _Path, *, root: bool
    ) -> Iterator[Verdict]:
        bound: Any = None
        for rule in rules:
            text = str(rule.get("rule", ""))
            if re.search(r"\boldSelf\b", text):
                self.transitions.add(text)
                continue
            where = dotted(path) + str(rule.get("fieldPath") or "")
            program, extended = self._program(text)
            if program is None:
                message = f"the rule `{text}` uses CEL syntax that cannot be evaluated here"
                yield Verdict(path=where, message=message, certain=False)
                continue
            self.evaluated.add(text)
            bound = _bound(schema, value, root=root) if bound is None else bound
            try:
                holds = program.execute(_context(bound, extended=extended))
            except _FAILURES as error:
                if _UNKNOWN_FUNCTION.search(str(error)):
                    message = f"the rule `{text}` uses a function that nothing here offers: {error}"
                    yield Verdict(path=where, message=message, certain=False)
                else:
                    why = f"no such key: {error}" if isinstance(error, LookupError) else str(error)
                    yield Verdict(
                        path=where, message=f"{self._message(rule, bound)} (the rule `{text}` ends in: {why})"
                    )
                continue
            if holds is not True:
                yield Verdict(path=where, message=self._message(rule, bound))

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
                import cel
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


def _context(bound: object, *, extended: bool) -> Any:
    from cel import Context

    context = Context({"self": bound})
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
