"""Errors of the JSON Schema in one line each: what is wrong, what was got, what is allowed, how to fix it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..model import SLOTS
from ._document import Document, Path
from ._problem import Problem
from ._scalars import value_of
from ._schema import NONE
from ._validate import SchemaError
from ._words import about, allowed, closest, described, example, joined, named, repaired, spelt, type_of

__all__ = ["Translator"]


class Translator:
    """Turns the errors of one file into problems.

    Args:
        document: the file.
        schema: the schema that it was validated against.
        slots: the slot that each known component answers.
    """

    def __init__(self, document: Document, schema: Mapping[str, Any], slots: Mapping[str, str]) -> None:
        """Prepare for one file."""
        self._document = document
        self._schema = schema
        self._slots = slots
        self._by_keyword: dict[str, Callable[[SchemaError, Path], Iterator[Problem]]] = {
            "additionalProperties": self._unknown_keys,
            "anyOf": self._any_of,
            "const": self._value,
            "enum": self._value,
            "format": self._format,
            "maxItems": self._count,
            "maxProperties": self._count,
            "minItems": self._count,
            "minProperties": self._count,
            "pattern": self._text,
            "required": self._missing,
            "type": self._value,
            "uniqueItems": self._repeated,
        }

    def problems(self, error: SchemaError) -> Iterator[Problem]:
        """What an error means, as one or more problems."""
        if error.is_name:
            yield self._name(error, error.path)
        else:
            yield from self._by_keyword.get(error.keyword, self._other)(error, error.path)

    def _at(self, path: Path, text: str) -> Problem:
        return Problem(self._document.value_place(path), text)

    def _unknown_keys(self, error: SchemaError, path: Path) -> Iterator[Problem]:
        known = list(error.schema["properties"])
        for key in error.value:
            if key not in known:
                yield Problem(self._document.key_place((*path, key)), self._unknown_key(path, key, known))

    def _unknown_key(self, path: Path, key: str, known: list[str]) -> str:
        slot = SLOTS.get(str(path[0])) if len(path) == 1 else None
        if slot is not None:
            hint = self._choice_hint(slot.name, key, known)
            return f'{slot.name} has no choice "{key}"{hint}; allowed are {_list(known)}'
        if not path and key in self._slots:
            return f'"{key}" is no key of the file, it answers the slot {self._slots[key]}; {self._advice(key)}'
        if not path and key in SLOTS:
            return f'no component of this version answers the slot "{key}"; remove it'
        where = "the file" if not path else named(path)
        near = closest(key, known)
        hint = f'; did you mean "{near}"?' if near else ";"
        return f'{where} has no key "{key}"{hint} {_allowed_keys(known)}'

    def _choice_hint(self, slot: str, got: str, known: list[str]) -> str:
        other = self._slots.get(got)
        if other is not None and other != slot:
            return f", which answers the slot {other}: {self._advice(got)}"
        if got == NONE:
            return f" beside others; write `{slot}: none`"
        near = closest(got, known)
        return f"; did you mean {near}?" if near else ""

    def _advice(self, choice: str) -> str:
        slot = self._slots[choice]
        answer = f"{{{choice}: {{main: {{}}}}}}" if SLOTS[slot].takes == "instances" else choice
        return f"write `{slot}: {answer}`"

    def _missing(self, error: SchemaError, path: Path) -> Iterator[Problem]:
        properties = error.schema["properties"]
        misspelt = {closest(key, properties) for key in error.value if key not in properties}
        for key in error.limit:
            if key not in error.value and key not in misspelt:
                place = self._document.key_place(path)
                yield Problem(
                    place, f'{named(path)} has no "{key}"{about(properties[key])}; add {example(key, properties[key])}'
                )

    def _name(self, error: SchemaError, path: Path) -> Problem:
        name = str(error.value)
        place = self._document.key_place((*path, name))
        if error.keyword == "pattern":
            near = repaired(name, error.limit)
            hint = f'; write "{near}"' if near else ""
            return Problem(place, f'{named(path)} has the name "{name}", expected {allowed(error.schema)}{hint}')
        return Problem(
            place,
            f'{named(path)} has the name "{name}" of {len(name)} characters; at most {error.limit} are allowed',
        )

    def _any_of(self, error: SchemaError, path: Path) -> Iterator[Problem]:
        got = type_of(error.value)
        fitting = [number for number, part in enumerate(error.limit) if got in _types(part)]
        if not fitting:
            yield self._at(path, self._wrong_union(error, path))
            return
        by_branch = {number: [inner for inner in error.alternatives if inner.branch == number] for number in fitting}
        # The alternative that got furthest is the one that was meant.
        best = max(fitting, key=lambda number: max((len(inner.path) for inner in by_branch[number]), default=0))
        for inner in by_branch[best]:
            yield from self.problems(inner)

    def _wrong_union(self, error: SchemaError, path: Path) -> str:
        got = described(self._document, path, error.value)
        slot = SLOTS.get(str(path[0])) if len(path) == 1 else None
        if slot is None:
            return f"{named(path)} takes {allowed(error.schema)}, got {got}"
        words = [name for part in error.limit for name in part.get("enum", part.get("properties", ()))]
        return f"{slot.name} takes {joined(dict.fromkeys(words))}, got {got}; choose one, or remove the key"

    def _value(self, error: SchemaError, path: Path) -> Iterator[Problem]:
        slot = self._slot_of(path, error)
        if slot is not None:
            yield self._at(path, self._wrong_choice(slot, error, path))
            return
        got = described(self._document, path, error.value)
        hint = self._hint(error, path)
        yield self._at(path, f"{named(path)} takes {allowed(error.schema)}, got {got}{hint}")

    def _slot_of(self, path: Path, error: SchemaError) -> str | None:
        in_list = len(path) == 2 and isinstance(path[1], int)
        if path and path[0] in SLOTS and (len(path) == 1 or in_list) and isinstance(error.value, str):
            return str(path[0])
        return None

    def _wrong_choice(self, slot: str, error: SchemaError, path: Path) -> str:
        got = str(error.value)
        known: list[str] = list(error.schema.get("enum", ()))
        if SLOTS[slot].takes == "instances":
            known = [name for name, of in self._slots.items() if of == slot]
            if got in known:
                return (
                    f'{slot} takes instances with names, got "{got}" alone; write `{slot}: {{{got}: {{main: {{}}}}}}`'
                )
        hint = self._choice_hint(slot, got, known)
        return f'{slot} takes {joined(dict.fromkeys([*known, *([NONE] if len(path) == 1 else [])]))}, got "{got}"{hint}'

    def _hint(self, error: SchemaError, path: Path) -> str:
        schema, value = error.schema, error.value
        plain = self._document.plain(path)
        kinds = _types(schema)
        if "object" in kinds and isinstance(value, list):
            return "; write `name: ...` lines below it instead of lines that start with -"
        if "array" in kinds and not isinstance(value, (dict, type(None))):
            return f"; write [{plain or spelt(value)}]"
        if value is None and kinds == {"object"} and "required" in schema:
            return f"; write {example('', schema).strip('`: ')}"
        if isinstance(value, str):
            if plain is None and type_of(value_of(value)) in kinds - {"null"}:
                return f"; write {value} without quotes"
            near = closest(value, [item for item in schema.get("enum", ()) if isinstance(item, str)])
            return f"; did you mean {near}?" if near else ""
        if "string" in kinds and plain and not isinstance(value, (dict, list)):
            return self._quoting_hint(schema, value, plain)
        return ""

    def _quoting_hint(self, schema: Mapping[str, Any], value: object, plain: str) -> str:
        if "enum" in schema and plain not in schema["enum"]:
            return f'; write one of them in quotes, such as "{schema["enum"][-1]}"'
        near = repaired(plain, schema["pattern"]) if "pattern" in schema and not isinstance(value, bool) else None
        return f"; write {near}" if near else f'; quote it: "{plain}"'

    def _text(self, error: SchemaError, path: Path) -> Iterator[Problem]:
        near = repaired(str(error.value), error.limit)
        hint = f"; write {near}" if near else ""
        yield self._at(path, f"{named(path)} takes {allowed(error.schema)}, got {spelt(error.value)}{hint}")

    def _format(self, error: SchemaError, path: Path) -> Iterator[Problem]:
        yield self._at(path, f"{named(path)}: {error.reason}")

    def _count(self, error: SchemaError, path: Path) -> Iterator[Problem]:
        keyword, limit = error.keyword, error.limit
        many = "items" if keyword.endswith("Items") else "entries"
        bound = "at least" if keyword.startswith("min") else "at most"
        got = f"got {len(error.value)}: {', '.join(map(str, error.value))}" if error.value else "it is empty"
        fix = ""
        if keyword == "maxProperties" and limit == 1:
            fix = "; keep one of them"
        elif not error.value:
            fix = "; add one, or remove the key" if path and path[0] in SLOTS else "; add one"
        if limit == 1:
            many = many.removesuffix("s") if many == "items" else "entry"
        yield self._at(path, f"{named(path)} takes {bound} {limit} {many}, {got}{fix}")

    def _repeated(self, error: SchemaError, path: Path) -> Iterator[Problem]:
        seen: list[object] = []
        for number, item in enumerate(error.value):
            if item in seen:
                yield self._at((*path, number), f"{named(path)} has {spelt(item)} twice; remove one")
            seen.append(item)

    def _other(self, error: SchemaError, path: Path) -> Iterator[Problem]:
        got = described(self._document, path, error.value)
        if error.keyword in ("minLength", "maxLength"):
            bound = "at least" if error.keyword == "minLength" else "at most"
            words = f"text of {bound} {error.limit} characters"
            yield self._at(path, f"{named(path)} takes {words}, got {len(str(error.value))} characters: {got}")
        else:
            yield self._at(path, f"{named(path)} takes {allowed(error.schema)}, got {got}")


def _types(schema: Mapping[str, Any]) -> set[str]:
    if "enum" in schema:
        return {type_of(item) for item in schema["enum"]}
    if "const" in schema:
        return {type_of(schema["const"])}
    if "anyOf" in schema:
        return {kind for part in schema["anyOf"] for kind in _types(part)}
    names = schema.get("type")
    kinds = {names} if isinstance(names, str) else set(names or ("string", "integer", "boolean", "array", "object"))
    return kinds | ({"integer"} if "number" in kinds else set())


def _list(words: list[str]) -> str:
    return ", ".join(words)


def _allowed_keys(known: list[str]) -> str:
    return f"allowed are {_list(known)}" if known else "it takes no keys"
