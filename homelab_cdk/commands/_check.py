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
        "homelab check --against": "and what changes since main",
        "homelab check --against v1.2.0": "since any other revision",
        "homelab check --ledger": "who has which address, port and host name",
        "homelab check --json | jq '.findings[].code'": "",
        "homelab check --rendered .homelab/rendered": "",
        "homelab check --crds ../crds": "with CRDs that nothing of the lab brings",
    },
)
@click.option(
    "--rendered",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Look also at what `homelab render` wrote to this folder.",
)
@click.option(
    "--against",
    metavar="REF",
    is_flag=False,
    flag_value="",
    help="Show what changes since a revision, too, wave by wave; by default since the main branch was left.",
)
@click.option("--ledger", is_flag=True, help="List who has which address, port and host name instead.")
@crds_option
@directory_option
@json_option
def check(
    against: str | None,
    ledger: bool,
    crds: tuple[Path, ...],
    rendered: Path | None,
    directory: Path,
    as_json: bool,
) -> None:
    """Look at the lab with every rule, and write nothing.

    Each finding names the rule, the construct, the object, what is wrong and how to fix it. An error stops
    homelab-synth and ends this command with 1; a warning does not.

    What is about to be written is also compared with what is committed where the current revision left the branch
    that Flux follows: a change that would delete or recreate data is refused until homelab.yaml acknowledges it.

    With --rendered what the charts create is looked at as well, object by object, and takes the place of the facts in
    homelab.lock. What is found in there is a warning: it stands in no file of the tree, and is mended by values or patches.
    """
    import dataclasses

    from ._change import change_json, change_lines, look_back_of, summary
    from ._console import counted, note, print_json
    from ._lab import build_lab_of
    from ._preview import read_preview

    preview = None if rendered is None else read_preview(rendered)
    built = build_lab_of(directory, "checking", over=None if preview is None else preview.over)
    if ledger:
        from ._ledger import print_ledger

        print_ledger(built, as_json=as_json)
        return
    from ..changes import steps_of
    from ..checks import RULES, check as look, check_objects
    from ..rollout import rollout_of
    from ..synth._run import check_change, schema_sources

    built.schemas = schema_sources(crds)
    findings = look(built)
    back = look_back_of(directory, built, against)
    findings += check_change(built, back)
    wanted = against is not None or as_json
    steps = steps_of(back.difference, rollout_of(built)) if wanted and back.difference is not None else None
    if preview is not None:
        # Last: with the objects in place, the facts of the lab are no longer whole.
        findings += check_objects(built, preview.objects)
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        rules = [
            {"code": rule.code, "name": rule.name, "level": rule.level, "about": rule.about}
            for _, rule in sorted(RULES.items())
        ]
        listed = [dataclasses.asdict(finding) for finding in findings]
        print_json({"findings": listed, "change": change_json(back, steps), "rules": rules})
    else:
        for finding in findings:
            level = click.style(finding.level, fg="red" if finding.level == "error" else "yellow", bold=True)
            click.echo(f"{level}: {finding.code} {finding.where}: {finding.subject}: {finding.message}")
        if back.missing is not None and (against is not None or back.unseen):
            note(f"the change is not looked at: {back.missing.reason}")
        elif back.base is not None and (against is not None or back.difference is not None):
            click.echo(summary(back))
        if steps is not None and back.difference is not None:
            for line in change_lines(back.difference, steps):
                click.echo(line)
        seen = f"{counted(len(built.items), 'object')}, {counted(len(RULES), 'rule')}"
        click.echo(f"{seen}: {counted(errors, 'error')}, {counted(len(findings) - errors, 'warning')}")
    if errors:
        raise click.exceptions.Exit(1)
