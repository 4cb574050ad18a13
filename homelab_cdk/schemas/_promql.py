"""PromQL: whether an expression can be read, with what Grafana puts into those of dashboards."""

from __future__ import annotations

import importlib
import re
from functools import lru_cache
from importlib.util import find_spec
from itertools import product

__all__ = [
    "looks_like_logql",
    "promql_is_here",
    "promql_problem",
    "promql_template_problem",
    "promql_variables",
]

_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|`[^`]*`')

_VARIABLE = re.compile(r"\$\{(\w+)[^}]*\}|\$(\w+)|\[\[(\w+)[^\]]*\]\]")
"""A variable of Grafana, in the three ways to write one (source: its documentation of variables)."""

_GIVEN = {
    "__auto": "5m",
    "__interval": "5m",
    "__interval_ms": "1",
    "__range": "5m",
    "__range_ms": "1",
    "__range_s": "1",
    "__rate_interval": "5m",
    "__rate_interval_ms": "1",
}
"""What Grafana sets by itself (source: its documentation of global variables and of the Prometheus data source)."""

_CANDIDATES = ("x", "5m", "1", "sum", "==")
"""What a variable may stand for: a name, a duration, a number, a function, an operator."""

_MOST = 4
"""Variables outside of strings up to which every way to fill them is tried."""


def promql_is_here() -> bool:
    """Whether the library that reads PromQL is installed; it is not imported."""
    return find_spec("promql_parser") is not None


@lru_cache(maxsize=4096)
def promql_problem(text: str) -> str:
    """Why Prometheus takes an expression for none; empty where it takes it."""
    library = importlib.import_module("promql_parser")
    try:
        library.parse(text)
    except ValueError as error:
        return " ".join(str(error).split())
    return ""


def promql_variables(text: str) -> list[str]:
    """The variables of Grafana in an expression that stand outside of its strings, but for those that it sets by itself."""
    found = [_name(match) for piece in _outside(text) for match in _VARIABLE.finditer(piece)]
    return [name for name in dict.fromkeys(found) if name not in _GIVEN]


@lru_cache(maxsize=4096)
def promql_template_problem(text: str) -> str:
    """Why an expression of a dashboard is none, whatever its variables stand for; empty where it may be one."""
    names = promql_variables(text)
    if len(names) > _MOST:
        return ""
    first = ""
    for values in product(_CANDIDATES, repeat=len(names)):
        problem = promql_problem(_filled(text, {**_GIVEN, **dict(zip(names, values, strict=True))}))
        if not problem:
            return ""
        first = first or problem
    return first


def looks_like_logql(text: str) -> bool:
    """Whether it filters lines, as Loki's language does: PromQL has no bar outside of strings."""
    return any("|" in piece for piece in _outside(text))


def _outside(text: str) -> list[str]:
    return _STRING.split(text)


def _filled(text: str, values: dict[str, str]) -> str:
    pieces, last = [], 0
    for match in _STRING.finditer(text):
        pieces.append(_VARIABLE.sub(lambda found: values.get(_name(found), "x"), text[last : match.start()]))
        pieces.append(_VARIABLE.sub("x", match.group()))
        last = match.end()
    pieces.append(_VARIABLE.sub(lambda found: values.get(_name(found), "x"), text[last:]))
    return "".join(pieces)


def _name(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)
