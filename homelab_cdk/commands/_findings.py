"""What the rules have to say, for people and for programs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from ._console import counted

if TYPE_CHECKING:
    from ..checks import Accepted, Report, Rule, Unchecked
    from ..model import Finding

__all__ = ["finding_data", "print_report", "report_data", "rule_data"]

_CODES = 6
"""How many codes of rules are listed in one line."""

_SHOWN = 12
"""How many things that could not be told are listed."""


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding for programs."""
    return {**dataclasses.asdict(finding), "message": finding.message}


def rule_data(rule: Rule) -> dict[str, Any]:
    """A rule for programs."""
    return {
        "code": rule.code,
        "name": rule.name,
        "level": rule.level,
        "needs": rule.needs,
        "about": rule.about,
        "example": dict(rule.example.files),
        "says": rule.says,
        "harmless": dict(rule.harmless.files),
        "see": list(rule.see),
    }


def report_data(report: Report) -> dict[str, Any]:
    """A report for programs, with all rules and what each comes to."""
    from ..checks import RULES

    return {
        "findings": [finding_data(finding) for finding in report.findings],
        "accepted": [
            {
                **finding_data(accepted.finding),
                "accepted": accepted.acceptance.reason,
                "acceptedAt": dataclasses.asdict(accepted.acceptance.place) if accepted.acceptance.place else None,
            }
            for accepted in report.accepted
        ],
        "notChecked": [dataclasses.asdict(unchecked) for unchecked in report.unchecked],
        "leftAside": list(report.skipped),
        "rules": [{**rule_data(rule), "outcome": report.outcomes.get(code)} for code, rule in sorted(RULES.items())],
    }


def print_report(report: Report, *, change: Sequence[str] = ()) -> None:
    """A report for people: findings by the place that they come from, what is accepted, and what was not checked.

    Args:
        report: the report.
        change: what changes, in lines.
    """
    for heading, findings in _by_place(report.findings).items():
        click.echo(click.style(heading, bold=True))
        for finding in findings:
            level = click.style(finding.level, fg="red" if finding.level == "error" else "yellow", bold=True)
            click.echo(f"  {level} {finding.code} {finding.subject}")
            click.echo(f"    {finding.reason}")
            if finding.fix:
                click.echo(f"    {click.style('fix', fg='cyan')}: {finding.fix}")
    if report.accepted:
        click.echo(click.style("accepted", bold=True))
        for accepted in report.accepted:
            click.echo(f"  {_accepted(accepted)}")
    _print_unchecked(report.unchecked)
    for line in change:
        click.echo(line)
    click.echo(_summary(report))


def _by_place(findings: Sequence[Finding]) -> Mapping[str, list[Finding]]:
    """Findings under the line and the construct that they come from, in the order of the files."""
    found: dict[str, list[Finding]] = {}
    for finding in sorted(
        findings, key=lambda one: ((one.place.file, one.place.line) if one.place else ("", 0), one.where)
    ):
        heading = f"{finding.place} {finding.where}" if finding.place else finding.where
        found.setdefault(heading, []).append(finding)
    return found


def _accepted(accepted: Accepted) -> str:
    place = f" ({accepted.acceptance.place})" if accepted.acceptance.place else ""
    return f"{accepted.finding.code} {accepted.finding.subject}{place}: {accepted.acceptance.reason}"


def _print_unchecked(unchecked: Sequence[Unchecked]) -> None:
    if not unchecked:
        return
    click.echo(click.style("not checked", bold=True))
    codes: dict[tuple[str, str, str], list[str]] = {}
    for one in unchecked:
        codes.setdefault((one.subject, one.reason, one.fix), []).append(one.code)
    for (subject, reason, fix), rules in list(codes.items())[:_SHOWN]:
        names = list(dict.fromkeys(rules))
        shown = ", ".join(names[:_CODES]) + (f" and {len(names) - _CODES} more" if len(names) > _CODES else "")
        click.echo(f"  {shown}: {subject}: {reason}{f'; {fix}' if fix else ''}")
    if len(codes) > _SHOWN:
        click.echo(f"  and {len(codes) - _SHOWN} more (all with --json)")


def _summary(report: Report) -> str:
    parts = [counted(len(report.errors), "error"), counted(len(report.warnings), "warning")]
    if report.accepted:
        parts.append(f"{len(report.accepted)} accepted")
    if report.unchecked:
        parts.append(f"{len(report.unchecked)} not checked")
    if report.skipped:
        parts.append(f"{len(report.skipped)} left aside")
    created = f" and {report.created} that charts create" if report.created else ""
    looked = f"{counted(report.objects, 'object')}{created}, {counted(len(report.outcomes), 'rule')}"
    return f"{looked}: {', '.join(parts)}"
