"""`homelab components`: the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ._command import command, directory_option, json_option, refuse

if TYPE_CHECKING:
    from ..constructs import Component
    from ._catalogue import InLab

__all__ = ["components"]


@command(
    "components",
    examples={
        "homelab components": "",
        "homelab components gitea": "",
        "homelab components --json | jq '.components[].name'": "",
    },
)
@click.argument("name", required=False)
@directory_option
@json_option
def components(name: str | None, directory: Path, as_json: bool) -> None:
    """List the systems that a lab can have, or describe one.

    Without NAME: all by slot, which is the key of homelab.yaml that chooses one. With NAME: its options with their
    defaults, what it needs and offers, its chart, and what it will take of the machines. Inside a lab, what the lab
    has is marked.
    """
    from ..synth._warm import warm_up

    warm_up()
    from ..components import load_components
    from ..constructs import component, components as all_components
    from ._catalogue import describe, in_lab
    from ._console import print_json

    load_components()
    lab = in_lab(directory)
    if name is not None:
        kind = component(name) or _unknown(name, [known.info.name for known in all_components()])
        if as_json:
            print_json(describe(kind, lab))
        else:
            _print_one(kind, lab)
    elif as_json:
        print_json({"components": [describe(kind, lab) for kind in all_components()]})
    else:
        _print_all(all_components(), lab)


def _unknown(name: str, known: list[str]) -> NoReturn:
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    refuse(f"no component is called {name!r}; {hint}")


def _print_all(kinds: list[type[Component]], lab: InLab | None) -> None:
    from ..model import SLOTS
    from ._console import columns

    rows = []
    for kind in kinds:
        info = kind.info
        about = f"{info.about} [end of life, use {info.ending.successor}]" if info.ending else info.about
        mark = "*" if lab is not None and info.name in lab.chosen else " "
        version = info.chart.version if info.chart else "-"
        rows.append((mark, info.name, info.title, f"phase {info.phase}", version, about))
    lines = columns(rows, indent="  ")
    slot = ""
    for kind, line in zip(kinds, lines, strict=True):
        if kind.info.slot != slot:
            slot = kind.info.slot
            takes = {"one": "one", "many": "any number", "instances": "any number, each with a name"}[SLOTS[slot].takes]
            click.echo(f"{click.style(slot, bold=True)} ({SLOTS[slot].title}; {takes})")
        click.echo(line)
    if lab is not None:
        click.echo("* in this lab")


def _print_one(kind: type[Component], lab: InLab | None) -> None:
    from ._catalogue import footprint, option_lines, summary
    from ._console import columns

    info = kind.info
    click.echo(f"{click.style(info.title, bold=True)}: {info.about}")
    click.echo()
    for line in columns(summary(kind, lab), indent="  "):
        click.echo(line)
    own, common = option_lines(kind)
    for heading, lines in (("options", own), ("options of every component", common)):
        click.echo(f"\n{click.style(heading, bold=True)}")
        for line in lines or ["  none"]:
            click.echo(line)
    running = footprint(kind, lab)
    if running is not None:
        click.echo(f"\n{click.style('footprint', bold=True)} ({running.source})")
        for line in columns(running.rows, indent="  "):
            click.echo(line)
