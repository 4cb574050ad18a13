"""Each rule finds in the example on its page what the page says, and nothing in the example mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.checks import RULES, Rule
from tests.checks.example import check_changes_of, look, told, written
from tests.checks.wording import badly_told

SHOWN = [code for code, rule in sorted(RULES.items()) if rule.example.files]
OBJECTS = [code for code in SHOWN if RULES[code].change is None]
UNEVALUATED = "HL155"
"""The rule that tells what objects cannot be held against here."""
CHANGES = [code for code in SHOWN if RULES[code].change is not None]


@pytest.fixture(autouse=True)
def _no_chart_was_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homelab_cdk.lock._described.described_folder", lambda: tmp_path / "values")


def shown(code: str) -> Rule:
    rule = RULES[code]
    assert rule.example.files and rule.says, f"{code} {rule.name} shows no example and what it says of it"
    return rule


@pytest.mark.parametrize("code", OBJECTS)
def test_a_rule_finds_its_example_and_leaves_it_alone_once_mended(code: str, tmp_path: Path) -> None:
    rule = shown(code)
    found = look(rule.example.before, tmp_path / "before")
    if code != UNEVALUATED and told(UNEVALUATED, found):
        pytest.skip("something is not installed that this rule makes use of")
    assert told(code, found) == written(rule.says)
    assert told(code, look(rule.example.after, tmp_path / "after")) == []


@pytest.mark.parametrize("code", CHANGES)
def test_a_rule_of_change_finds_its_example_and_leaves_a_harmless_one_alone(code: str) -> None:
    rule = shown(code)
    assert told(code, check_changes_of(rule.example.before, rule.example.after)) == written(rule.says)
    assert rule.harmless.files, f"{code} {rule.name} shows no change that passes"
    assert told(code, check_changes_of(rule.harmless.before, rule.harmless.after)) == []


@pytest.mark.parametrize("code", SHOWN)
def test_whatever_is_found_says_what_is_wrong_and_how_to_mend_it(code: str, tmp_path: Path) -> None:
    example = RULES[code].example
    if RULES[code].change is not None:
        found = check_changes_of(example.before, example.after)
    else:
        found = [*look(example.before, tmp_path / "before"), *look(example.after, tmp_path / "after")]
    assert found
    assert [words for finding in found if (words := badly_told(finding))] == []
