"""Values, schemas and paths in words for people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..model import FORMATS
from ._document import Document, Path

__all__ = ["about", "allowed", "closest", "described", "example", "joined", "named", "repaired", "spelt", "type_of"]

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}


def type_of(value: object) -> str:
    """The type of a value in the words of JSON Schema."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    for kind, name in ((int, "integer"), (float, "number"), (str, "string"), (list, "array")):
        if isinstance(value, kind):
            return name
    return "object"


def joined(words: Iterable[str], last: str = "or") -> str:
    """`a, b or c`."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else "nothing"


def named(path: Path) -> str:
    """A path as people write it: `nodes.node-1.disks`; the file itself for the root."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "the file"


def spelt(value: object) -> str:
    """A plain value as JSON spells it, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:76]}...{text[-1]}"


def described(document: Document, path: Path, value: object) -> str:
    """What the file has at a path, with how YAML reads it where that differs from how it looks."""
    plain = document.plain(path)
    if value is None:
        return "nothing" if plain in (None, "") else f"{plain}, which YAML reads as nothing"
    if isinstance(value, list):
        return "an empty list" if not value else "a list"
    if isinstance(value, dict):
        return "an empty mapping" if not value else "a mapping"
    if isinstance(value, str) or plain is None:
        return spelt(value)
    if isinstance(value, bool):
        return plain if plain in ("true", "false") else f"{plain}, which YAML reads as {str(value).lower()}"
    return plain if plain == str(value) else f"{plain}, which YAML reads as {value}"


def allowed(schema: Mapping[str, Any]) -> str:
    """What a schema accepts, as a noun."""
    if "enum" in schema:
        return joined([item if isinstance(item, str) else spelt(item) for item in schema["enum"]])
    if "const" in schema:
        return spelt(schema["const"])
    if "patternErrorMessage" in schema:
        return str(schema["patternErrorMessage"]).removeprefix("expected ")
    if "format" in schema and schema["format"] in FORMATS:
        return FORMATS[schema["format"]].words
    if "anyOf" in schema:
        return joined(dict.fromkeys(allowed(part) for part in schema["anyOf"]))
    names = schema.get("type", [])
    kinds = [names] if isinstance(names, str) else [name for name in names if name != "null"]
    words = joined([_TYPES[kind] for kind in kinds]) if kinds else "a value"
    if kinds == ["array"] and "items" in schema and schema["items"]:
        words = f"a list of which each item is {allowed(schema['items'])}"
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f"{words} from {low} to {high}"
    if low is not None or high is not None:
        return f"{words}, at least {low}" if low is not None else f"{words}, at most {high}"
    return words


def about(schema: Mapping[str, Any]) -> str:
    """The start of a description, in brackets."""
    text = str(schema.get("description", "")).partition(";")[0].partition(". ")[0].rstrip(".")
    return f" ({text[:1].lower()}{text[1:]})" if text else ""


def example(key: str, schema: Mapping[str, Any]) -> str:
    """A key with a value that its schema accepts, or with the words for one."""
    if schema.get("type") == "object" and "examples" not in schema and "required" in schema:
        inner = (example(name, schema["properties"][name]).strip("`") for name in schema["required"])
        return f"`{key}: {{{', '.join(inner)}}}`"
    known = [*schema.get("examples", ()), *(schema[name] for name in ("const", "default") if name in schema)]
    if not known:
        return f"`{key}:` with {allowed(schema)}"
    return f"`{key}: {_flow(known[0])}`"


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(inner)}' for key, inner in value.items())}}}"
    return f"[{', '.join(map(_flow, value))}]" if isinstance(value, list) else str(value)


def closest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that was probably meant; nothing where none is near."""
    if not any(character.isalpha() for character in word):
        return None
    by_form = {_form(choice): choice for choice in choices}
    if _form(word) in by_form:
        return by_form[_form(word)]
    import difflib

    found = difflib.get_close_matches(_form(word), by_form, n=1, cutoff=0.7)
    return by_form[found[0]] if found else None


def _form(word: str) -> str:
    return re.sub(r"[-_ ]", "", word).lower()


def repaired(text: str, pattern: str) -> str | None:
    """A text near to the given one that matches a pattern; nothing where none of the usual slips explains it."""
    slips: tuple[str, ...] = (
        text.strip(),
        text.lower(),
        re.sub(r"[\s_]+", "-", text.strip()).lower(),
        text.replace(" ", ""),
        *((f"{text}Gi", f"{text}Mbit") if text[-1:].isdigit() else ()),
        re.sub(
            r"([0-9])\s*([kmgt])i?b?$",
            lambda match: f"{match[1]}{match[2].upper()}i",
            text,
            flags=re.IGNORECASE,
        ),
        re.sub(r"\s*([mg])(b|bps|bit|bit/s)$", lambda match: f"{match[1].upper()}bit", text, flags=re.IGNORECASE),
        text.rstrip("."),
    )
    for slip in slips:
        if slip != text and re.search(pattern, slip):
            return slip
    return None
