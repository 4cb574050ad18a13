"""`homelab graph`: what starts before what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._command import Failure, command, directory_option, refuse

if TYPE_CHECKING:
    from ..model import ObjectKey
    from ..order import Unit
    from ..rollout import Outcome

__all__ = ["graph"]


@command(
    "graph",
    examples={
        "homelab graph": "",
        "homelab graph --format dot | dot -Tsvg > lab.svg": "",
        "homelab graph --format d2 | d2 - lab.svg": "",
        "homelab graph --waves": "",
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
@click.option("--waves", is_flag=True, help="Simulate the roll-out and show what becomes ready in which wave.")
@directory_option
def graph(kind: str, waves: bool, directory: Path) -> None:
    """Draw the units of the lab in the order in which they start.

    A unit is what one Flux Kustomization applies. As text, the units of one level start together, once those of the
    level before are ready.

    With --waves an empty cluster is brought up on paper: the bootstrap set, then the tree as Flux applies it. Each wave is
    what becomes ready with nothing else in between. Where something is refused or waits for ever, the object and the reason
    are named and the command ends with 1.
    """
    if waves and kind != "text":
        refuse(f"--waves is text alone, and --format asks for {kind}; leave one of them out")
    from ._lab import build_lab_of

    built = build_lab_of(directory, "ordering")
    if waves:
        from ..rollout import rollout_of, simulate

        outcome = simulate(rollout_of(built))
        click.echo(_waves(outcome))
        if not outcome.converges:
            raise Failure([f"error: {block}" for block in outcome.blocks], 1)
        return
    units = built.units
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


def _waves(outcome: Outcome) -> str:
    """What becomes ready wave by wave, each Kustomization with the releases that become ready with it, and what does not."""
    from ._console import columns

    lines: list[str] = []
    arrivals = [arrival for wave in outcome.waves for arrival in wave]
    top = {arrival.key for arrival in arrivals if arrival.within is not None and arrival.within.kind == "FluxInstance"}
    for number, wave in enumerate(outcome.waves, start=1):
        ready = {arrival.key for arrival in wave}
        beside: dict[ObjectKey, list[str]] = {}
        for arrival in wave:
            home = arrival.within
            if home is not None and home in ready - top and home.kind == "Kustomization":
                beside.setdefault(home, []).append(_name(arrival.key))
        nested = {arrival.key for arrival in wave if arrival.within in beside}
        rows = [(_name(key), ", ".join(beside.get(key, ()))) for key in sorted(ready - nested, key=_name)]
        lines += [f"{number}.", *columns(rows, indent="   ")]
    if outcome.held_up:
        lines.append("never, for others are blocked:")
        rows = [(_name(key), f"waits for {', '.join(map(_name, targets))}") for key, targets in outcome.held_up.items()]
        lines += columns(sorted(rows), indent="   ")
    return "\n".join(lines)


def _name(key: ObjectKey) -> str:
    """An object as people write it."""
    return f"{key.kind} {key.namespace}/{key.name}" if key.namespace else f"{key.kind} {key.name}"


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
