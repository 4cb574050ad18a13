"""Version constraints as Helm charts write them (`kubeVersion: ">= 1.25.0-0"`), after Masterminds/semver."""

from __future__ import annotations

import re

from .._errors import LockError

__all__ = ["same_version", "satisfies"]

_Triple = tuple[int, int, int]
_PART = r"v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"
_TERM = re.compile(rf"\s*(>=|=>|<=|=<|!=|>|<|=|~>|~|\^)?\s*{_PART}\s*,?")
_HYPHEN = re.compile(rf"\s*({_PART})\s+-\s+({_PART})\s*")
_ANY = "xX*"


def satisfies(version: str, constraint: str) -> bool:
    """Whether a release version such as `1.36.0` fulfils a constraint.

    Raises:
        LockError: the constraint cannot be read.
    """
    found = re.match(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?", version)
    if found is None:
        raise LockError(f"{version!r} is not a version; write it as 1.36.0")
    have = (int(found[1]), int(found[2] or 0), int(found[3] or 0))
    return any(_all(have, part, constraint) for part in constraint.split("||"))


def same_version(left: str, right: str) -> bool:
    """Whether two versions differ in nothing but a leading `v`."""
    return left.removeprefix("v") == right.removeprefix("v")


def _all(have: _Triple, part: str, whole: str) -> bool:
    part = _HYPHEN.sub(lambda match: f" >={match[1]} <={match[6]} ", part)
    position = 0
    result = True
    if not part.strip():
        return True
    while position < len(part.rstrip()):
        match = _TERM.match(part, position)
        if match is None or match.end() == position:
            raise LockError(f"the version constraint {whole!r} cannot be read at {part[position:]!r}")
        result = result and _one(have, match[1] or "=", match[2], match[3], match[4])
        position = match.end()
    return result


def _one(have: _Triple, operator: str, major: str, minor: str | None, patch: str | None) -> bool:
    given = [part for part in (major, minor, patch) if part is not None and part not in _ANY]
    low = tuple(int(part) for part in [*given, "0", "0", "0"][:3])
    width = len(given)
    after = _next(given)
    inside = have[:width] == tuple(int(part) for part in given)
    if operator in ("", "="):
        return inside
    if operator == "!=":
        return not inside
    if operator in (">=", "=>"):
        return have >= low
    if operator == "<":
        return have < low
    if operator == ">":
        return have >= after if after else False
    if operator in ("<=", "=<"):
        return have < after if after else True
    if operator in ("~", "~>"):
        return have >= low and (have < _next(given[:2]) if given else True)
    nonzero = next((index for index, part in enumerate(given) if int(part)), max(width - 1, 0))
    return have >= low and (have < _next(given[: nonzero + 1]) if given else True)


def _next(given: list[str]) -> tuple[int, ...]:
    """The first version behind everything that these leading numbers name; empty where they name nothing."""
    return (*(int(part) for part in given[:-1]), int(given[-1]) + 1) if given else ()
