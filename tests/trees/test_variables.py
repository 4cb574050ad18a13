"""Variables that Flux replaces."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.trees._variables import Variables, substituted, variables_in

KNOWN = Variables(known={"APP": "tea", "N": "3", "ON": "true", "EMPTY": ""}, hidden=frozenset({"KEY"}))
OPEN = Variables(known={"APP": "tea"}, is_open=True)
SECRET = Variables(known={"APP": "tea"}, is_open=True, takes_defaults=False)


def put(value: Any, variables: Variables = KNOWN) -> tuple[Any, set[str]]:
    unknown: set[str] = set()
    return substituted(value, variables, unknown), unknown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${APP}", "tea"),
        ("a-${APP}-b", "a-tea-b"),
        ("${GONE}x", "x"),
        ("${GONE:=green}", "green"),
        ("${GONE:-${APP}}-data", "tea-data"),
        ("${EMPTY:=green}", "green"),
        ("${APP:=green}", "tea"),
        ("$APP", "$APP"),
        ("$${APP}", "${APP}"),
        ("${APP^^}${APP^}", "TEATea"),
        ("${APP/e/E}${APP//[/x}", "tEatea"),
        ("${APP:1}-${APP:0:2}", "ea-te"),
        ("${APP#t}-${APP%a}", "ea-te"),
        ("${APP##*e}-${APP%%e*}", "a-t"),
        ("${1}", "${1}"),
        ("${APP", "${APP"),
    ],
)
def test_texts(text: str, expected: str) -> None:
    assert put(text) == (expected, set())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("${N}", 3), ("${ON}", True), ("${N}0", 30), ("${GONE}", None), ("a: ${N}", "a: 3"), ("${N}\n", "3\n")],
)
def test_what_becomes_another_type(text: str, expected: object) -> None:
    """GIVEN a text that YAML writes without quotes, THEN it is read anew, as Flux does."""
    assert put(text) == (expected, set())


@pytest.mark.parametrize(
    ("text", "variables", "expected", "unknown"),
    [
        ("${KEY}", KNOWN, "${KEY}", {"KEY"}),
        ("${KEY:=green}", KNOWN, "${KEY:=green}", {"KEY"}),
        ("${OTHER}", OPEN, "${OTHER}", {"OTHER"}),
        ("${OTHER:=green}", OPEN, "green", set()),
        ("${OTHER:=green}", SECRET, "${OTHER:=green}", {"OTHER"}),
        ("${APP:=green}", SECRET, "tea", set()),
        ("${APP@Q}", KNOWN, "${APP@Q}", {"APP"}),
    ],
)
def test_what_is_not_known_stays(text: str, variables: Variables, expected: str, unknown: set[str]) -> None:
    assert put(text, variables) == (expected, unknown)


def test_everywhere_in_an_object() -> None:
    assert put({"${APP}": [{"a": "${N}"}], "n": 1}) == ({"tea": [{"a": 3}], "n": 1}, set())
    assert variables_in({"${A}": ["x${B:=c}", 1, {"d": "${A}"}]}) == {"A", "B"}
