"""A report as SARIF 2.1.0, which hosts of code show beside the lines that it is about."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from .. import __version__
from ..model import Finding, Place
from ._docs import rule_markdown
from ._report import Report, Unchecked
from ._rule import RULES, Rule

__all__ = ["sarif"]

_SCHEMA = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
_FILE = "homelab.yaml"
"""What a result is about where its place is not known: hosts of code show no result without a file."""


def sarif(report: Report) -> dict[str, Any]:
    """The log of one run: each rule, each finding, what is accepted (suppressed), and what could not be told (open)."""
    codes = sorted(RULES)
    index = {code: number for number, code in enumerate(codes)}
    results = [_finding(finding, index) for finding in report.findings]
    for accepted in report.accepted:
        suppression: dict[str, Any] = {
            "kind": "inSource",
            "state": "accepted",
            "justification": accepted.acceptance.reason,
        }
        if accepted.acceptance.place is not None:
            suppression["location"] = {"physicalLocation": _physical(accepted.acceptance.place)}
        results.append({**_finding(accepted.finding, index), "suppressions": [suppression]})
    results += [_unchecked(unchecked, index) for unchecked in report.unchecked]
    driver = {
        "name": "homelab-cdk",
        "version": __version__,
        "rules": [_rule(RULES[code]) for code in codes],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    text = rule_markdown(rule)
    found: dict[str, Any] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": " ".join(rule.details.split()) or rule.summary},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": rule.level},
    }
    return {**found, "helpUri": rule.see[0]} if rule.see else found


def _finding(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    return {
        **_about(finding, index, f"{finding.subject}: {finding.message}"),
        "kind": "fail",
        "level": finding.level,
    }


def _unchecked(unchecked: Unchecked, index: dict[str, int]) -> dict[str, Any]:
    fix = f"; {unchecked.fix}" if unchecked.fix else ""
    return {
        **_about(unchecked, index, f"{unchecked.subject}: not checked: {unchecked.reason}{fix}"),
        "kind": "open",
        "level": "none",
    }


def _about(found: Finding | Unchecked, index: dict[str, int], text: str) -> dict[str, Any]:
    identity = "\0".join([found.code, found.where, found.subject, found.reason])
    logical = {"fullyQualifiedName": found.where or "lab", "kind": "object", "name": found.subject}
    return {
        "ruleId": found.code,
        "ruleIndex": index[found.code],
        "message": {"text": text},
        "locations": [{"physicalLocation": _physical(found.place), "logicalLocations": [logical]}],
        # The same finding has the same one when lines above it come and go.
        "partialFingerprints": {"homelabFinding/v1": sha256(identity.encode()).hexdigest()[:32]},
    }


def _physical(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"artifactLocation": {"uri": _FILE, "uriBaseId": "%SRCROOT%"}, "region": {"startLine": 1}}
    region = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    return {"artifactLocation": {"uri": place.file, "uriBaseId": "%SRCROOT%"}, "region": region}
