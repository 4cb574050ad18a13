"""Objects that are alike are judged once, and no verdict depends on that."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.model import Body
from homelab_cdk.schemas import CelRules, Crd, SchemaBook, judge
from tests.schemas.damage import damages
from tests.schemas.test_real_resources import OWN, version_of

pytest.importorskip("cel", reason="the extra `lock` is not installed")

TEXT = {"type": "string"}


def crd_of(properties: dict[str, Any], *, rules: list[dict[str, str]]) -> Crd:
    spec = {"type": "object", "properties": properties, "x-kubernetes-validations": rules}
    schema = {"type": "object", "properties": {"spec": spec}}
    version = {"name": "v1", "served": True, "schema": {"openAPIV3Schema": schema}}
    return Crd.of(
        {"spec": {"group": "tea.example.com", "names": {"kind": "Pot"}, "scope": "Cluster", "versions": [version]}}
    )


def pot(name: str = "one", **spec: Any) -> Body:
    return {"apiVersion": "tea.example.com/v1", "kind": "Pot", "metadata": {"name": name}, "spec": spec}


def said(bodies: list[Body], crd: Crd) -> tuple[list[list[str]], int]:
    """What is wrong with each, and how many were judged by rules."""
    known: dict[tuple[int, str], Any] = {}
    rules = CelRules()
    found = [[problem.message for problem in judge(body, crd, rules, known=known)] for body in bodies]
    assert found == [[problem.message for problem in judge(body, crd, CelRules())] for body in bodies]
    return found, len(known)


def test_what_no_rule_names_makes_no_difference() -> None:
    crd = crd_of({"tea": TEXT, "note": TEXT}, rules=[{"rule": "self.tea != 'cold'", "message": "too cold"}])
    bodies = [pot(str(number), tea="hot", note=str(number)) for number in range(100)]
    assert said([*bodies, pot(tea="cold")], crd) == ([[]] * 100 + [["too cold"]], 2)


def test_a_message_may_name_what_the_rule_does_not() -> None:
    rule = {"rule": "self.tea != 'cold'", "messageExpression": "'see ' + self.note"}
    crd = crd_of({"tea": TEXT, "note": TEXT}, rules=[rule])
    assert said([pot(tea="cold", note="a"), pot(tea="cold", note="b")], crd) == ([["see a"], ["see b"]], 2)


def test_whole_objects_may_be_compared() -> None:
    cups = {"type": "array", "items": {"type": "object", "properties": {"size": TEXT}}}
    rule = {"rule": "self.cups.all(a, self.cups.exists_one(b, a == b))", "message": "two of a kind"}
    crd = crd_of({"cups": cups}, rules=[rule])
    unlike, alike = pot(cups=[{"size": "1"}, {"size": "2"}]), pot(cups=[{"size": "1"}, {"size": "1"}])
    assert said([unlike, alike], crd) == ([[], ["two of a kind"]], 2)


def test_a_default_counts_though_no_rule_names_it() -> None:
    cups = {"type": "array", "items": {"type": "object", "properties": {"size": {**TEXT, "default": "1"}}}}
    rule = {"rule": "self.cups.all(a, self.cups.exists_one(b, a == b))", "message": "two of a kind"}
    crd = crd_of({"cups": cups}, rules=[rule])
    assert said([pot(cups=[{"size": "2"}, {}]), pot(cups=[{"size": "1"}, {}])], crd)[0] == [[], ["two of a kind"]]


def test_a_field_whose_name_cel_escapes() -> None:
    crd = crd_of({"tea-pot": TEXT}, rules=[{"rule": "self.tea__dash__pot != 'cold'", "message": "too cold"}])
    assert said([pot(**{"tea-pot": "hot"}), pot(**{"tea-pot": "cold"})], crd)[0] == [[], ["too cold"]]


def test_the_name_counts_where_a_rule_looks_at_it() -> None:
    crd = crd_of({}, rules=[])
    version = crd.served["v1"]
    schema = {**version.schema, "x-kubernetes-validations": [{"rule": "self.metadata.name == 'one'", "message": "no"}]}
    named = Crd.of(
        {
            "spec": {
                "group": "tea.example.com",
                "names": {"kind": "Pot"},
                "scope": "Cluster",
                "versions": [{"name": "v1", "schema": {"openAPIV3Schema": schema}}],
            }
        }
    )
    assert said([pot("one"), pot("two"), pot("one")], named) == ([[], ["no"], []], 2)


def test_damaged_real_resources_get_the_same_verdicts(real_book: SchemaBook, examples: list[Body]) -> None:
    for body in (*examples, *OWN):
        schema, _ = version_of(real_book, body)
        crd = real_book.crd(_kind(body))
        assert crd is not None
        known: dict[tuple[int, str], Any] = {}
        rules = CelRules()
        for damage in damages(schema, body):
            damaged = damage.done_to(body)
            assert list(judge(damaged, crd, rules, known=known)) == list(judge(damaged, crd, rules))


def _kind(body: Body) -> Any:
    from homelab_cdk.model import GroupKind

    return GroupKind.of(body)
