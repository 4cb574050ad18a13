from __future__ import annotations

import sys
from typing import Any

import pytest

from homelab_cdk import _errors
from homelab_cdk.schemas import CelRules, defaulted


def judge(rule: str, value: dict[str, Any], properties: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    """Paths and messages of what fails when `spec` has this rule and this value."""
    spec = {"type": "object", "properties": properties, "x-kubernetes-validations": [{"rule": rule, **more}]}
    schema = {"type": "object", "properties": {"spec": spec}}
    found = CelRules().judge(schema, defaulted(schema, {"metadata": {"name": "n"}, "spec": value}))
    return [(verdict.path, verdict.message) for verdict in found]


TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("rule", "value", "properties"),
    [
        ("self.a == 'x'", {"a": "x"}, {"a": TEXT}),
        ("self.a == 'x'", {}, {"a": {"type": "string", "default": "x"}}),
        ("!has(self.a)", {"a": None}, {"a": TEXT}),
        ("self.b.all(i, i.a.size() == 1)", {"b": [{"a": "x"}]}, {"b": {"type": "array"}}),
        ("self.__namespace__ == 'x'", {"namespace": "x"}, {"namespace": TEXT}),
        ("self.a__dash__b == 'x'", {"a-b": "x"}, {"a-b": TEXT}),
        ("self.ratio < 1.5", {"ratio": 1}, {"ratio": {"type": "number"}}),
        ("duration(self.a) < duration('2h')", {"a": "1h30m"}, {"a": TEXT}),
        ("self.a < duration('2h')", {"a": "1h30m"}, {"a": {"type": "string", "format": "duration"}}),
        (
            "self.a < timestamp('2030-01-01T00:00:00Z')",
            {"a": "2026-01-01T00:00:00Z"},
            {"a": {"type": "string", "format": "date-time"}},
        ),
        ("url(self.a).getScheme() == 'https'", {"a": "https://x"}, {"a": TEXT}),
        ("isURL(self.a) && !isURL('x')", {"a": "https://x"}, {"a": TEXT}),
        ("isIP(self.a) && !isCIDR(self.a)", {"a": "10.0.0.1"}, {"a": TEXT}),
        ("isCIDR(self.a) && !isIP(self.a)", {"a": "10.0.0.0/8"}, {"a": TEXT}),
        ("quantity(self.a).compareTo(quantity('1Gi')) > 0", {"a": "2Gi"}, {"a": TEXT}),
        ("quantity(self.a).isLessThan(quantity('1Gi'))", {"a": "2Mi"}, {"a": TEXT}),
        ("self.a.substring(1, 2) == 'b'", {"a": "abc"}, {"a": TEXT}),
        ("self.a.split('/')[0] == 'a'", {"a": "a/b"}, {"a": TEXT}),
        ("self.a.matches('^[a-z]+$')", {"a": "abc"}, {"a": TEXT}),
    ],
)
def test_a_rule_holds_as_in_kubernetes(rule: str, value: dict[str, Any], properties: dict[str, Any]) -> None:
    assert judge(rule, value, properties) == []
    assert judge(f"!({rule})", value, properties) == [("spec", f"failed rule: !({rule})")]


def test_the_message_is_the_crds_own() -> None:
    found = judge("self.a == 'x'", {"a": "y"}, {"a": TEXT}, message="a has to be x", fieldPath=".a")
    assert found == [("spec.a", "a has to be x")]


def test_a_message_may_be_an_expression() -> None:
    found = judge("self.a == 'x'", {"a": "y"}, {"a": TEXT}, message="no", messageExpression="'got ' + self.a")
    assert found == [("spec", "got y")]


def test_a_rule_that_stumbles_over_a_missing_field_fails_as_in_kubernetes() -> None:
    [(path, message)] = judge("self.a == 'x'", {}, {"a": TEXT}, message="a has to be x")
    assert path == "spec"
    assert message == "a has to be x (the rule `self.a == 'x'` ends in: no such key: 'a')"


def test_rules_stand_at_list_items_and_map_values_too() -> None:
    item = {"type": "string", "x-kubernetes-validations": [{"rule": "self != 'bad'", "message": "bad"}]}
    schema = {
        "type": "object",
        "properties": {"l": {"type": "array", "items": item}, "m": {"type": "object", "additionalProperties": item}},
    }
    found = CelRules().judge(schema, {"l": ["good", "bad"], "m": {"x": "bad"}})
    assert [verdict.path for verdict in found] == ["l[1]", "m.x"]


def test_a_rule_about_an_older_state_is_counted_and_not_applied() -> None:
    rules = CelRules()
    schema = {"type": "object", "x-kubernetes-validations": [{"rule": "self == oldSelf"}, {"rule": "true"}]}
    assert list(rules.judge(schema, {"a": 1})) == []
    assert (rules.transitions, rules.evaluated) == ({"self == oldSelf"}, {"true"})


@pytest.mark.parametrize("rule", ["unheardOf(self)", "self.?a.orValue('x') == 'x'"])
def test_what_cannot_be_evaluated_here_is_told_as_uncertain(rule: str) -> None:
    schema = {"type": "object", "x-kubernetes-validations": [{"rule": rule}]}
    [verdict] = CelRules().judge(schema, {"a": "x"})
    assert not verdict.certain
    assert rule in verdict.message


def test_only_the_name_of_the_metadata_is_visible() -> None:
    schema = {"type": "object", "x-kubernetes-validations": [{"rule": "self.metadata == {'name': 'n'}"}]}
    assert list(CelRules().judge(schema, {"metadata": {"name": "n", "labels": {"a": "b"}}})) == []


def test_without_the_extra_a_rule_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cel", None)
    schema = {"type": "object", "x-kubernetes-validations": [{"rule": "true"}]}
    with pytest.raises(_errors.LockError, match=r"pip install 'homelab-cdk\[lock\]'"):
        list(CelRules().judge(schema, {"a": 1}))
    assert list(CelRules().judge({"type": "object"}, {"a": 1})) == [], "where there is no rule nothing is needed"


@pytest.mark.parametrize(
    ("rule", "value"),
    [("size(self.a) <= 1", "é"), ("self.a.size() <= 1", "é"), (r"self.a.find('\\p{L}+') == 'x'", "é")],
    ids=["characters", "characters by a method", "a pattern of RE2"],
)
def test_what_is_judged_otherwise_here_is_told_as_uncertain(rule: str, value: str) -> None:
    """What evaluates CEL counts bytes, and Python knows fewer patterns than the API server; neither is a fault of the object."""
    schema = {"type": "object", "properties": {"a": TEXT}, "x-kubernetes-validations": [{"rule": rule}]}
    [verdict] = CelRules().judge(schema, {"a": value})
    assert not verdict.certain


def test_a_text_without_other_letters_is_counted_as_it_is() -> None:
    schema = {"type": "object", "properties": {"a": TEXT}, "x-kubernetes-validations": [{"rule": "size(self.a) <= 1"}]}
    assert [verdict.certain for verdict in CelRules().judge(schema, {"a": "ab"})] == [True]
    assert list(CelRules().judge(schema, {"a": "a"})) == []


@pytest.mark.parametrize("rule", ["10 / self.a == 1", "10 % self.a == 1", "9223372036854775807 + 1 > self.a"])
def test_a_rule_that_cannot_be_calculated_fails(rule: str) -> None:
    assert len(judge(rule, {"a": 0}, {"a": {"type": "integer"}})) == 1
