"""`homelab bootstrap`: from machines without anything to a cluster that Flux keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._command import Failure, command, directory_option, json_option, refuse

if TYPE_CHECKING:
    from ..bootstrap import Step
    from ..order import Built

__all__ = ["bootstrap"]

_OURS = ("flux/", "generated/hosts/")
"""What the commands read."""


@command(
    "bootstrap",
    examples={
        "homelab bootstrap": "the commands, in order",
        "homelab bootstrap --json | jq '.steps[].commands[]'": "",
    },
)
@click.option(
    "--dry-run/--run",
    default=True,
    show_default=True,
    help="Print the commands and run none of them. --run is not offered yet.",
)
@directory_option
@json_option
def bootstrap(dry_run: bool, directory: Path, as_json: bool) -> None:
    """Print the few commands that make a cluster of the machines and hand it to Flux.

    They are run once, in this order: install the machines, wait for what has to be there before Flux, hand the
    cluster over. Ends with 1 where the files that they read are not what homelab.yaml says.
    """
    if not dry_run:
        refuse("running the commands is not offered yet; leave --run out, and run what is printed yourself, in order")
    from ._console import print_json
    from ._lab import build_lab_of

    built = build_lab_of(directory, "reading")
    _refuse_stale_files(built, directory)
    import dataclasses

    from ..bootstrap import bootstrap_steps

    steps = bootstrap_steps(built)
    if as_json:
        print_json({"steps": [dataclasses.asdict(step) for step in steps]})
        return
    for number, step in enumerate(steps, start=1):
        click.echo(_text(number, step))


def _refuse_stale_files(built: Built, directory: Path) -> None:
    """Refuse to have files applied that no longer say what the lab is."""
    from ..synth._run import render

    def is_stale(path: str, content: str) -> bool:
        try:
            return (directory / path).read_bytes() != content.encode()
        except OSError:
            return True

    stale = [path for path, file in render(built).items() if path.startswith(_OURS) and is_stale(path, file.content)]
    if stale:
        more = f" (and {len(stale) - 1} more)" if len(stale) > 1 else ""
        raise Failure(
            [f"error: {stale[0]}{more} is not what homelab.yaml says; run homelab-synth, commit and push first"], 1
        )


def _text(number: int, step: Step) -> str:
    """A step as lines that a shell takes."""
    import textwrap

    def comment(text: str) -> list[str]:
        return textwrap.wrap(
            text, 100, initial_indent="# ", subsequent_indent="# ", break_long_words=False, break_on_hyphens=False
        )

    stuck = comment(f"If it does not end: {step.stuck}") if step.stuck else []
    head = click.style(f"# {number}. {step.title} (on {step.where})", bold=True)
    return "\n".join([head, *comment(step.why), *stuck, *step.commands, ""])
