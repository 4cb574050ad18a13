"""`homelab-synth`: the main job."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._command import command, crds_option, directory_option, json_option, version_option

if TYPE_CHECKING:
    from ..synth._run import Result
    from ..synth._tree import Comparison
    from ._git import GitFacts

__all__ = ["synth"]

_SHOWN = 20
"""How many paths of a kind are listed; `--json` has all."""


@command(
    "synth",
    examples={
        "homelab-synth": "write, and say what changed",
        "homelab-synth --check": "for CI: is everything as it would be written?",
        "homelab-synth -C ../lab": "the lab in another folder",
    },
)
@click.option("--check", is_flag=True, help="Write nothing; end with 1 where a file is not as it would be written.")
@click.option("--force", is_flag=True, help="Overwrite files that were edited by hand.")
@crds_option
@directory_option
@json_option
@version_option
def synth(check: bool, force: bool, crds: tuple[Path, ...], directory: Path, as_json: bool) -> None:
    """Regenerate generated/ and flux/ from homelab.yaml, homelab.lock and apps/.

    Reads no network and needs no cluster. Files that are as they should be are not touched; a file that was edited by
    hand is reported and kept, and nothing is written until --force says so.
    """
    from ..synth import _run
    from ._console import progress

    if check and force:
        raise click.UsageError("--check writes nothing, so there is nothing to --force; leave one of them out")
    with progress() as say:
        say(f"{'checking' if check else 'synthesizing'} ...")
        result = _run.run(directory, check=check, force=force, crds=crds)
    facts = _facts(directory) if as_json or sys.stdout.isatty() else None
    if as_json:
        _print_json(result, facts, check=check)
    elif check:
        _print_drift(result)
    else:
        _print_changes(result, facts)
    if check and not result.comparison.clean:
        raise click.exceptions.Exit(1)


def _facts(directory: Path) -> GitFacts | None:
    from ._git import git_facts

    return git_facts(directory)


def _print_json(result: Result, facts: GitFacts | None, *, check: bool) -> None:
    import dataclasses

    from ._console import print_json
    from ._findings import finding_data
    from ._git import git_warnings

    comparison = result.comparison
    print_json(
        {
            "check": check,
            "clean": comparison.clean,
            "files": dataclasses.asdict(comparison),
            "findings": [finding_data(finding) for finding in result.findings],
            "proof": {
                "charts": result.proof.charts,
                "proven": result.proof.charts - len(result.proof.unproven),
                "unproven": list(result.proof.unproven),
            },
            "git": dataclasses.asdict(facts) if facts else None,
            "warnings": git_warnings(facts, result.git),
            "unseen": result.unseen or None,
        }
    )


def _print_changes(result: Result, facts: GitFacts | None) -> None:
    from ._console import warn
    from ._git import git_warnings

    comparison = result.comparison
    restored = [*comparison.missing, *comparison.conflicted, *comparison.hand_edited]
    parts = [
        f"{len(comparison.added)} added",
        f"{len(comparison.changed)} changed",
        f"{len(comparison.removed)} removed",
        *([f"{len(restored)} restored"] if restored else []),
        f"{comparison.unchanged} unchanged",
    ]
    click.echo(", ".join(parts))
    _list("+", "green", comparison.added)
    _list("~", "yellow", comparison.changed)
    _list("-", "red", comparison.removed)
    _list("=", "cyan", restored)
    for path in comparison.strangers:
        warn(f"{path} was not written by homelab-synth and is not touched; remove it, or move it elsewhere")
    _print_findings(result)
    for text in git_warnings(facts, result.git):
        warn(text)
    click.echo(_proof(result))
    if comparison.added or comparison.changed or comparison.removed:
        own = sorted({path.partition("/")[0] + "/" * ("/" in path) for path in facts.uncommitted}) if facts else []
        what = ", ".join([*own, "generated/"])
        click.echo(f"next: review with `git diff`, then commit {what} and flux/")


def _print_drift(result: Result) -> None:
    comparison = result.comparison
    for label, paths in _drift(comparison):
        for path in paths:
            click.echo(f"{label}: {path}")
    _print_findings(result)
    if comparison.clean:
        click.echo(f"{comparison.unchanged} files are as they would be written; {_proof(result)}")
        return
    fix = "run `homelab-synth` and commit the result"
    if comparison.hand_edited:
        fix += "; what was edited by hand belongs into homelab.yaml or apps/, and `homelab-synth --force` undoes it"
    click.echo(fix, err=True)


def _drift(comparison: Comparison) -> list[tuple[str, tuple[str, ...]]]:
    return [
        ("missing", tuple(sorted((*comparison.added, *comparison.missing)))),
        ("stale", comparison.changed),
        ("hand-edited", comparison.hand_edited),
        ("merge conflict", comparison.conflicted),
        ("in the way", comparison.foreign),
        ("extra", tuple(sorted((*comparison.removed, *comparison.strangers)))),
    ]


def _print_findings(result: Result) -> None:
    from ._console import note, warn

    if result.unseen:
        note(f"the change is not looked at: {result.unseen}")
    for finding in result.findings:
        warn(str(finding).partition(" ")[2])


def _list(mark: str, color: str, paths: tuple[str, ...] | list[str]) -> None:
    for path in paths[:_SHOWN]:
        click.echo(f"  {click.style(mark, fg=color)} {path}")
    if len(paths) > _SHOWN:
        click.echo(f"  {click.style(mark, fg=color)} and {len(paths) - _SHOWN} more (all with --json)")


def _proof(result: Result) -> str:
    unproven = result.proof.unproven
    if not unproven:
        return str(result.proof)
    return f"{result.proof}; not proven: {', '.join(unproven)}: run `homelab lock`"
