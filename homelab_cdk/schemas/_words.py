"""How what is wrong with an object is put into words: where, what, what was got, what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["did_you_mean", "dotted", "known_here", "nearest", "says", "shown", "suggest", "unexpected_keys"]


def dotted(path: tuple[str | int, ...]) -> str:
    """A path as people write it: `ports.web.port`, `args[0]`; a key with a dot in it stands in quotes."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = str(part)
            shown = f'"{name}"' if "." in name or not name else name
            text += f".{shown}" if text else shown
    return text


def unexpected_keys(error: Any, at: Sequence[str | int] = ()) -> list[tuple[str, str]]:
    """The keys that an `additionalProperties` error refuses, each with what was probably meant.

    `at` is where the validated value stands, for suggestions that name the whole path.
    """
    if error.validator != "additionalProperties" or error.validator_value is not False:
        return []
    import re

    known = list(error.schema.get("properties") or {})
    patterns = list(error.schema.get("patternProperties") or {})
    extra = [key for key in error.instance if key not in known and not any(re.search(p, key) for p in patterns)]
    path = (*at, *error.absolute_path)
    return [(key, suggest(key, known, path)) for key in extra]


def suggest(key: str, known: Sequence[str], path: Sequence[str | int]) -> str:
    """What to write in place of a key that nobody knows at a path."""
    near = nearest(key, known)
    return (known_here(known) or "leave it out") if near is None else did_you_mean((*path, near))


def nearest(key: str, known: Sequence[str]) -> str | None:
    """The known key that is spelt most like another, or None where none is alike."""
    lower = {item.lower(): item for item in reversed(known)}
    found = difflib.get_close_matches(key.lower(), list(lower), n=1, cutoff=0.7)
    return lower[found[0]] if found else None


def did_you_mean(path: Sequence[str | int]) -> str:
    """A path as a suggestion."""
    return f"did you mean {dotted(tuple(path))}?"


def known_here(known: Sequence[str]) -> str:
    """The keys that there are, where none is alike; empty where there are none."""
    listed = sorted(known)
    more = f" and {len(listed) - 12} more" if len(listed) > 12 else ""
    return f"known here: {', '.join(listed[:12])}{more}" if listed else ""


def says(error: Any) -> str:
    """A jsonschema error in a line: what is wrong, what was got."""
    if error.validator == "type":
        kinds = error.validator_value
        wanted = " or ".join(str(kind) for kind in ([kinds] if isinstance(kinds, str) else kinds) if kind != "null")
        return f"has to be of type {wanted}, got {shown(error.instance)}"
    if error.validator == "enum":
        allowed = ", ".join(str(item) for item in error.validator_value)
        return f"got {shown(error.instance)}, allowed is {allowed}"
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return f"lacks {', '.join(missing)}"
    if error.validator in ("anyOf", "oneOf") and error.context:
        branches = [item.validator_value for item in error.context if item.validator == "type"]
        if len(branches) == len(error.context):
            kinds = [kind for one in branches for kind in ([one] if isinstance(one, str) else one)]
            wanted = " or ".join(dict.fromkeys(kind for kind in kinds if kind != "null"))
            return f"has to be of type {wanted}, got {shown(error.instance)}"
    if error.validator == "pattern":
        # Where there are words for the form, they tell more than the expression.
        described = (
            "which Kubernetes does not take"
            if error.schema.get("x-hint")
            else f"allowed is the form {error.validator_value}"
        )
        return f"got {shown(error.instance)}, {described}"
    message = str(error.message)
    return message[0].lower() + (message[1:] if len(message) < 300 else message[1:300] + " ...")


def shown(value: object) -> str:
    """A value as it is quoted in a message: short, and told apart from others of its look."""
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {value[:60]!r}"
    if isinstance(value, Mapping):
        return "a map"
    return "nothing (null)" if value is None else "a list"
