"""What cannot be written without loss is refused, with the place inside the document."""

from __future__ import annotations

import datetime
import decimal
import enum
import pathlib
import sys
from typing import Any

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.synth._yaml import dump


class Plain(enum.Enum):
    A = "a"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({1}, "a set cannot be written as YAML, use a list"),
        (set(), "a set cannot be written as YAML, use a list"),
        (b"x", "a bytes cannot be written as YAML, use a str, in base64 for a Secret's data"),
        (datetime.date(2026, 1, 1), "a date cannot be written as YAML, use a str such as its isoformat()"),
        (decimal.Decimal(1), "a Decimal cannot be written as YAML, use a str, an int or a float"),
        (pathlib.PurePosixPath("/x"), "a PurePosixPath cannot be written as YAML, use str(path)"),
        (Plain.A, "a Plain cannot be written as YAML, use its .value"),
        (object(), "an object cannot be written as YAML, use a dict, list, str, int, float, bool or None"),
        (float("nan"), "nan has no form in YAML that Kubernetes reads, use a finite number"),
        (float("-inf"), "-inf has no form in YAML that Kubernetes reads, use a finite number"),
        ({80: "x"}, 'the key 80 (int) is not text, use a str such as "80"'),
        ({None: "x"}, 'the key None (NoneType) is not text, use a str such as "None"'),
    ],
)
@pytest.mark.parametrize(
    ("wrap", "path"),
    [
        (lambda value: {"spec": {"values": {"x": [1, 2, value]}}}, "spec.values.x[2]"),
        (lambda value: {"metadata": {"annotations": {"a.b/c": value}}}, "metadata.annotations['a.b/c']"),
        (lambda value: [["a", value]], "[0][1]"),
        (lambda value: value, "the document"),
    ],
)
def test_a_value_without_a_form_is_refused(wrap: Any, path: str, value: object, reason: str) -> None:
    with pytest.raises(BuildError) as refusal:
        dump(wrap(value))
    assert str(refusal.value) == f"{path}: {reason}"


@pytest.mark.parametrize("text", ["\ud800", "a: \udfff", "several\nlines\udc80\n", "\ud83d\ude00", "'\udc00'"])
def test_half_a_character_is_refused_in_values_and_keys(text: str) -> None:
    for document in ({"a": [text]}, {"a": {text: 1}}):
        with pytest.raises(BuildError, match=r"^a.*: the text holds half of a character, U\+D") as refusal:
            dump(document)
        assert str(refusal.value).isprintable()


def test_a_number_too_long_for_python_is_refused() -> None:
    with pytest.raises(BuildError, match=r"^a\[0\]: the number has more digits than Python writes, use a str$"):
        dump({"a": [10 ** (sys.get_int_max_str_digits() + 1)]})


def test_a_value_that_holds_itself_is_refused() -> None:
    spec: dict[str, Any] = {"items": []}
    spec["items"].append({"again": spec})
    with pytest.raises(BuildError) as refusal:
        dump({"kind": "Thing", "spec": spec})
    assert str(refusal.value) == ("spec.items[0].again: the value holds itself (it is spec again), YAML needs a tree")


def test_a_list_that_holds_itself_is_refused() -> None:
    cycle: list[Any] = []
    cycle.append(cycle)
    with pytest.raises(BuildError, match=r"^\[0\]: the value holds itself \(it is the document again\)"):
        dump(cycle)


def test_endless_nesting_is_refused_and_deep_nesting_is_not() -> None:
    deep: Any = "x"
    for _ in range(200):
        deep = {"a": deep}
    assert dump(deep).endswith("a: x\n")
    with pytest.raises(BuildError, match=r"^a\.a\.a\.a\.a\.a\.a\.a\.\.\.: nested deeper than 200 levels"):
        dump({"a": deep})
    with pytest.raises(BuildError, match="nested deeper than 200 levels"):
        dump([[deep]])


def test_a_refusal_leaves_the_next_document_alone() -> None:
    with pytest.raises(BuildError):
        dump({"a": "\ud800"})
    assert dump({"a": "b"}) == "a: b\n"
