"""`homelab check`: all rules over the lab."""

from __future__ import annotations

from pathlib import Path

import click

from ._command import command, directory_option, json_option

__all__ = ["check"]


@command(
    "check",
    examples={
        "homelab check": "",
        "homelab check --json | jq '.findings[].code'": "",
        "homelab check --rendered .homelab/rendered": "",
    },
)
@click.option(
    "--rendered",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Look also at what `homelab render` wrote to this folder.",
)
@directory_option
@json_option
def check(rendered: Path | None, directory: Path, as_json: bool) -> None:
    """Look at the lab with every rule, and write nothing.

    Each finding names the rule, the construct, the object, what is wrong and how to fix it. An error stops
    homelab-synth and ends this command with 1; a warning does not.

    With --rendered what the charts create is looked at as well, object by object, and takes the place of the facts in
    homelab.lock. What is found in there is a warning: it stands in no file of the tree, and is mended by values or patches.
    """
    import dataclasses

    from ._console import counted, print_json
    from ._lab import build_lab_of
    from ._preview import read_preview

    preview = None if rendered is None else read_preview(rendered)
    built = build_lab_of(directory, "checking", over=None if preview is None else preview.over)
    from ..checks import RULES, check as look, check_objects

    findings = look(built)
    if preview is not None:
        findings += check_objects(built, preview.objects)
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
