"""Rules look at what charts render, but for those about how the tree is written."""

from __future__ import annotations

import dataclasses

import pytest

from homelab_cdk.checks import RULES, check_objects
from homelab_cdk.model import ChartFacts
from tests.checks.looking import built, deployment
from tests.checks.releases import lab_of_release


@pytest.mark.parametrize(("tree_only", "expected"), [(False, ["tea/rendered/deployment-web"]), (True, [])])
def test_a_rule_about_the_tree_says_nothing_of_them(
    monkeypatch: pytest.MonkeyPatch, tree_only: bool, expected: list[str]
) -> None:
    monkeypatch.setitem(RULES, "HL706", dataclasses.replace(RULES["HL706"], tree_only=tree_only))
    rendered = {"tea": [deployment(container={"image": "web:latest"})]}
    found = check_objects(built(lab_of_release(ChartFacts())), rendered)
    assert [finding.where for finding in found if finding.code == "HL706"] == expected


@pytest.mark.parametrize("code", ["HL105", "HL213", "HL214", "HL704"])
def test_who_prunes_what_and_what_git_holds_is_a_matter_of_the_tree(code: str) -> None:
    assert RULES[code].tree_only
