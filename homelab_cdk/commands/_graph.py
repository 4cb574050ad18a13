"""`homelab graph`: what starts before what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._command import command, directory_option

if TYPE_CHECKING:
    from ..order import Unit

__all__ = ["graph"]


@command(
    "graph",
    examples={
        "homelab graph": "",
        "homelab graph --format dot | dot -Tsvg > lab.svg": "",
        "homelab graph --format d2 | d2 - lab.svg": "",
    },
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "mermaid", "dot", "d2"]),
    default="text",
    show_default=True,
    help="How it is drawn.",
)
@directory_option
def graph(kind: str, directory: Path) -> None:
    """Draw the units of the lab in the order in which they start.

    A unit is what one Flux Kustomization applies. As text, the units of one level start together, once those of the
    level before are ready.
    """
    from ._lab import build_lab_of

    units = build_lab_of(directory, "ordering").units
    from ..synth._readme import mermaid

    draw = {"text": _text, "mermaid": mermaid, "dot": _dot, "d2": _d2}[kind]
    click.echo(draw(units))


def _text(units: Sequence[Unit]) -> str:
    """The units by level, each with those that it waits for."""
    from ..order import levels, reduced
    from ._console import columns

    graph = {unit.name: sorted(unit.depends_on) for unit in units}
    shown = reduced(graph)
    folders = {unit.name: unit.folder for unit in units}
    lines: list[str] = []
    for number, names in enumerate(levels(graph), start=1):
        lines.append(f"{number}.")
        rows = [(folders[name], f"after {', '.join(shown[name])}" if shown[name] else "") for name in names]
        lines.extend(columns(rows, indent="   "))
    return "\n".join(lines)


def _dot(units: Sequence[Unit]) -> str:
    """The units for Graphviz; an arrow points from what is ready first to what waits for it."""
    lines = ["digraph lab {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    for number, layer in enumerate(dict.fromkeys(unit.layer for unit in units)):
        lines += [f"  subgraph cluster_{number} {{", f'    label="{layer}";']
        lines += [f'    "{unit.name}";' for unit in units if unit.layer == layer]
        lines.append("  }")
    lines += [f'  "{first}" -> "{later}";' for first, later in _arrows(units)]
    return "\n".join([*lines, "}"])


def _d2(units: Sequence[Unit]) -> str:
    """The units for D2."""
    layer = {unit.name: unit.layer for unit in units}
    lines = ["direction: right"]
    lines += [f'{unit.layer}."{unit.name}"' for unit in units]
    lines += [f'{layer[first]}."{first}" -> {layer[later]}."{later}"' for first, later in _arrows(units)]
    return "\n".join(lines)


def _arrows(units: Sequence[Unit]) -> list[tuple[str, str]]:
    """What is ready first and what waits for it, without arrows that follow from others."""
    from ..order import reduced

    shown = reduced({unit.name: sorted(unit.depends_on) for unit in units})
    return [(first, later) for later, waited in shown.items() for first in waited]
