"""Telling a secret value from a name that merely speaks of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

__all__ = ["TELLING", "literals"]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SENSITIVE = frozenset(
    (
        *("password", "passwd", "passphrase", "pwd", "token", "secret", "credential"),
        *("apikey", "secretkey", "accesskey", "privatekey"),
    )
)
_KEYS = frozenset({"api", "access", "secret", "private", "encryption", "signing", "master", "auth", "license"})
_NO_SECRET = frozenset({"existing", "use", "no", "disable", "enable"})
"""First words of names that speak of a secret and hold none."""

TELLING = frozenset(
    {*_SENSITIVE, *_KEYS, *_NO_SECRET, "key", "true", "false", "null", "none", "auto", "disabled", "enabled", "latest"}
)
"""Words that mean something to a rule wherever they stand."""

_LOGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s:@{}$<]*:[^/\s@{}$<]+@")
_REFERENCE = re.compile(
    r"\$[({A-Za-z_]|\{\{|^/|^<|^file:|^vault:|^ref\+|^\*+$|^(true|false|null|none|auto|disabled|enabled)$", re.I
)
_WORDY = r"(?:[a-z]+|[0-9]+|[a-z0-9]{1,4})"
_NAME = re.compile(rf"[a-z]+([-./][a-z0-9]+)*|{_WORDY}(?:[-./]{_WORDY})+")
"""Words; of those with digits in their midst, such as `k8s`, only short ones, and not alone."""

_ENCODED = re.compile(r"[A-Za-z0-9+/=_-]{16,}")


def literals(value: object, path: str = "") -> Iterator[str]:
    """The paths in a tree of values at which something stands that looks like a credential."""
    if isinstance(value, Mapping):
        name, literal = value.get("name"), value.get("value")
        if isinstance(name, str) and isinstance(literal, str) and _is_credential(name, literal):
            yield f"{path}[{name}]"
        for key, inner in value.items():
            here = f"{path}.{key}" if path else str(key)
            if not isinstance(inner, str):
                yield from literals(inner, here)
            elif _is_credential(str(key), inner):
                yield here
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            if not isinstance(inner, str):
                yield from literals(inner, f"{path}[{number}]")
            elif _LOGIN.match(inner):
                yield f"{path}[{number}]"


def _is_credential(key: str, value: str) -> bool:
    if not value or _REFERENCE.search(value):
        return False
    if "://" in value:
        return _LOGIN.match(value) is not None
    word = _sensitive_word(key)
    if not word or "\n" in value:
        return False
    if word in ("secret", "credential", "key"):
        # Such a key often holds the name of a Secret, or of a key in one: text without capitals that reads as words.
        return _ENCODED.fullmatch(value) is not None and _NAME.fullmatch(value) is None
    return True


@lru_cache(maxsize=4096)
def _sensitive_word(key: str) -> str:
    """The last word of a key where that is a word for secrets; `existing…` and `…Ref` and the like are none."""
    words = [word.lower() for word in _WORD.findall(key)]
    if not words or words[0] in _NO_SECRET:
        return ""
    last = words[-1]
    if last == "key" and len(words) > 1 and words[-2] in _KEYS:
        return "key"
    return last if last in _SENSITIVE else ""
