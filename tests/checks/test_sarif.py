"""Reports as SARIF: the parts of the specification (2.1.0) that hosts of code rely on."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.checks import RULES, Accepted, Report, Unchecked, sarif
from homelab_cdk.model import Acceptance, Finding, Place

FINDING = Finding(
    code="HL603",
    level="error",
    where="app/deployment-web",
    subject="Deployment.apps app/web",
    reason="the image moves",
    fix="pin it",
    place=Place("apps/web.py", 12),
)
ACCEPTANCE = Acceptance(
    rule="HL603", object="Deployment.apps app/web", reason="on purpose", place=Place("homelab.yaml", 30, 5)
)
UNCHECKED = Unchecked(
    code="HL402", where="tea", subject="the chart tea 1.2.3", reason="it is unknown", fix="run `homelab lock`"
)


def run_of(report: Report) -> dict[str, Any]:
    log = sarif(report)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run: dict[str, Any] = log["runs"][0]
    return run


def result_of(report: Report) -> dict[str, Any]:
    [result] = run_of(report)["results"]
    assert run_of(report)["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return dict(result)


def test_a_finding() -> None:
    result = result_of(Report(findings=(FINDING,)))
    assert (result["ruleId"], result["kind"], result["level"]) == ("HL603", "fail", "error")
    assert result["message"] == {"text": "Deployment.apps app/web: the image moves; pin it"}
    [location] = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "apps/web.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 12},
    }
    assert location["logicalLocations"] == [
        {"fullyQualifiedName": "app/deployment-web", "kind": "object", "name": "Deployment.apps app/web"}
    ]
    assert "suppressions" not in result


def test_a_finding_without_a_place_stands_at_the_top_of_the_lab() -> None:
    result = result_of(Report(unchecked=(UNCHECKED,)))
    physical = result["locations"][0]["physicalLocation"]
    assert (physical["artifactLocation"]["uri"], physical["region"]) == ("homelab.yaml", {"startLine": 1})


def test_what_is_accepted_is_suppressed_with_its_reason() -> None:
    result = result_of(Report(accepted=(Accepted(finding=FINDING, acceptance=ACCEPTANCE),)))
    [suppression] = result["suppressions"]
    assert (suppression["kind"], suppression["state"], suppression["justification"]) == (
        "inSource",
        "accepted",
        "on purpose",
    )
    assert suppression["location"]["physicalLocation"]["region"] == {"startLine": 30, "startColumn": 5}


def test_what_could_not_be_told_is_open() -> None:
    result = result_of(Report(unchecked=(UNCHECKED,)))
    assert (result["ruleId"], result["kind"], result["level"]) == ("HL402", "open", "none")
    assert result["message"]["text"] == "the chart tea 1.2.3: not checked: it is unknown; run `homelab lock`"


def test_fingerprints_tell_findings_apart_and_outlive_moved_lines() -> None:
    from dataclasses import replace

    def print_of(finding: Finding) -> object:
        return result_of(Report(findings=(finding,)))["partialFingerprints"]

    assert print_of(FINDING) == print_of(replace(FINDING, place=Place("apps/web.py", 40)))
    assert print_of(FINDING) != print_of(replace(FINDING, subject="Deployment.apps app/worker"))


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_is_described(code: str) -> None:
    [rule] = [rule for rule in run_of(Report())["tool"]["driver"]["rules"] if rule["id"] == code]
    assert rule["name"] == RULES[code].name
    assert rule["defaultConfiguration"] == {"level": RULES[code].level}
    for part in ("shortDescription", "fullDescription", "help"):
        assert rule[part]["text"].strip()
    assert rule["help"]["markdown"].startswith(f"# {code} ")
