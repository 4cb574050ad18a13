"""`homelab check`: all rules over the lab."""

from __future__ import annotations

from pathlib import Path

import click

from ._command import command, crds_option, directory_option, json_option

__all__ = ["check"]


@command(
    "check",
    examples={
        "homelab check": "",
        "homelab check --json | jq '.findings[].code'": "",
        "homelab check --crds ../crds": "with CRDs that nothing of the lab brings",
    },
)
@crds_option
@directory_option
@json_option
def check(crds: tuple[Path, ...], directory: Path, as_json: bool) -> None:
    """Look at the lab with every rule, and write nothing.

    Each finding names the rule, the construct, the object, what is wrong and how to fix it. An error stops
    homelab-synth and ends this command with 1; a warning does not.
    """
    import dataclasses

    from ._console import counted, print_json
    from ._lab import build_lab_of

    built = build_lab_of(directory, "checking")
    from ..checks import RULES, check as look
    from ..synth._run import schema_sources

    built.schemas = schema_sources(crds)
    findings = look(built)
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        rules = [
            {"code": rule.code, "name": rule.name, "level": rule.level, "about": rule.about}
            for _, rule in sorted(RULES.items())
        ]
        print_json({"findings": [dataclasses.asdict(finding) for finding in findings], "rules": rules})
    else:
        for finding in findings:
            level = click.style(finding.level, fg="red" if finding.level == "error" else "yellow", bold=True)
            click.echo(f"{level}: {finding.code} {finding.where}: {finding.subject}: {finding.message}")
        seen = f"{counted(len(built.items), 'object')}, {counted(len(RULES), 'rule')}"
        click.echo(f"{seen}: {counted(errors, 'error')}, {counted(len(findings) - errors, 'warning')}")
    if errors:
        raise click.exceptions.Exit(1)
