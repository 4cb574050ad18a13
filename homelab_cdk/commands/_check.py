"""`homelab check`: all rules over the lab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from ._command import command, crds_option, directory_option, json_option, refuse

if TYPE_CHECKING:
    from ..checks import Report

__all__ = ["check"]


@command(
    "check",
    examples={
        "homelab check": "",
        "homelab check --against": "and what changes since main",
        "homelab check --against v1.2.0": "since any other revision",
        "homelab check --list": "all rules",
        "homelab check --explain HL201": "what a rule says, and why",
        "homelab check --ledger": "who has which address, port and host name",
        "homelab check --rendered .homelab/rendered": "",
        "homelab check --crds ../crds": "with CRDs that nothing of the lab brings",
        "homelab check --tree ../cluster": "any repository that Flux reads",
        "homelab check --json | jq '.findings[].code'": "",
        "homelab check --sarif report.sarif": "for hosts of code",
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
@click.option("--list", "list_rules", is_flag=True, help="List all rules, and look at nothing.")
@click.option("--explain", "explained", metavar="CODE", help="Print what a rule says and why, and look at nothing.")
@click.option(
    "--sarif",
    "sarif_file",
    type=click.File("w", encoding="utf-8", lazy=True),
    metavar="FILE",
    help="Write SARIF 2.1.0 to a file as well; to standard output, in place of all else, for -.",
)
@click.option("--ledger", is_flag=True, help="List who has which address, port and host name instead.")
@click.option(
    "--tree",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Look at a folder of manifests of anybody's instead, as kustomize and Flux read it.",
)
@click.option("--without", multiple=True, metavar="CODE", help="Leave out a rule, with --tree; once for each.")
@crds_option
@directory_option
@json_option
def check(
    against: str | None,
    list_rules: bool,
    explained: str | None,
    sarif_file: IO[str] | None,
    ledger: bool,
    tree: Path | None,
    without: tuple[str, ...],
    crds: tuple[Path, ...],
    rendered: Path | None,
    directory: Path,
    as_json: bool,
) -> None:
    """Look at the lab with every rule, and write nothing.

    Each finding names the rule, the object, the construct, the line that it comes from, what is wrong and how to fix
    it. What is accepted with a reason is listed, and so is what could not be told. An error stops homelab-synth and
    ends this command with 1; a warning does not.

    What is about to be written is also compared with what is committed where the current revision left the branch
    that Flux follows: a change that would delete or recreate data is refused until homelab.yaml accepts it.

    With --rendered what the charts create is looked at as well, object by object, and takes the place of the facts in
    homelab.lock. What is found in there is a warning: it stands in no file of the tree, and is mended by values or patches.

    With --tree no lab is needed: every rule that needs no more than objects looks at the manifests of a folder, whoever
    wrote them.
    """
    if list_rules or explained is not None:
        _rules(explained, as_json)
        return
    if as_json and sarif_file is not None and sarif_file.name == "-":
        refuse("--json and --sarif - both write to standard output; give --sarif a file")
    if without and tree is None:
        refuse(
            "--without goes with --tree; in a lab, `accept` in homelab.yaml takes one finding at a time, with a reason"
        )
    if tree is not None:
        if against is not None or ledger or crds or rendered is not None:
            refuse("--tree looks at objects alone; leave out --against, --ledger, --crds and --rendered")
        from ..synth._warm import warm_up

        warm_up()
        from ..checks import examine_tree

        _tell(examine_tree(tree, without=without), sarif_file, as_json)
        return
    from ._change import change_json, change_lines, look_back_of, summary
    from ._lab import build_lab_of
    from ._preview import read_preview

    preview = None if rendered is None else read_preview(rendered)
    built = build_lab_of(directory, "checking", over=None if preview is None else preview.over)
    if ledger:
        from ._ledger import print_ledger

        print_ledger(built, as_json=as_json)
        return
    from ..changes import steps_of
    from ..checks import examine, examine_objects
    from ..rollout import rollout_of
    from ..synth._run import examine_change, schema_sources

    built.schemas = schema_sources(crds)
    back = look_back_of(directory, built, against)
    report = examine_change(examine(built), built, back)
    wanted = against is not None or as_json
    steps = steps_of(back.difference, rollout_of(built)) if wanted and back.difference is not None else None
    if preview is not None:
        # Last: with the objects in place, the facts of the lab are no longer whole.
        report = examine_objects(report, built, preview.objects)
    lines = [] if back.base is None or (against is None and back.difference is None) else [summary(back)]
    if steps is not None and back.difference is not None:
        lines += change_lines(back.difference, steps)
    _tell(report, sarif_file, as_json, change=lines, more={"change": change_json(back, steps)} if as_json else {})


def _tell(
    report: Report,
    sarif_file: IO[str] | None,
    as_json: bool,
    *,
    change: Sequence[str] = (),
    more: Mapping[str, object] | None = None,
) -> None:
    """Print a report, or write it for programs; with an error in it the command has failed."""
    from ._console import print_json
    from ._findings import print_report, report_data

    if sarif_file is not None:
        import json

        from ..checks import sarif

        sarif_file.write(json.dumps(sarif(report), indent=2, ensure_ascii=False) + "\n")
    if as_json:
        print_json({**report_data(report), **(more or {})})
    elif sarif_file is None or sarif_file.name != "-":
        print_report(report, change=change)
    if report.errors:
        raise click.exceptions.Exit(1)


def _rules(explained: str | None, as_json: bool) -> None:
    from ..synth._warm import warm_up

    warm_up()
    from ..checks import RULES, near_codes, rule_markdown
    from ._console import columns, print_json
    from ._findings import rule_data

    if explained is not None:
        by_name = {rule.name: rule for rule in RULES.values()}
        rule = RULES.get(explained.upper()) or by_name.get(explained)
        if rule is None:
            refuse(f"no rule has the code {explained!r}; {near_codes(explained)}")
        if as_json:
            print_json(rule_data(rule))
        else:
            click.echo(rule_markdown(rule), nl=False)
        return
    if as_json:
        print_json({"rules": [rule_data(rule) for _, rule in sorted(RULES.items())]})
        return
    for line in columns([(code, rule.level, rule.name, rule.summary) for code, rule in sorted(RULES.items())]):
        click.echo(line)
