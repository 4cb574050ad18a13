"""`homelab explain`: why an object is there, and why it looks as it does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._command import command, directory_option, json_option

if TYPE_CHECKING:
    from ._explanation import Explanation

__all__ = ["explain"]

_SHOWN = 3
"""How many reasons for waiting are listed for each unit."""


@command(
    "explain",
    examples={
        "homelab explain generated/delivery/gitea/helmrelease-gitea.yaml": "",
        "homelab explain deployment/reader": "",
        "homelab explain networkpolicy/gitea/default-deny": "",
    },
)
@click.argument("object_", metavar="OBJECT")
@directory_option
@json_option
def explain(object_: str, directory: Path, as_json: bool) -> None:
    """Tell why a generated object is there and why it looks as it does.

    OBJECT is a file below generated/, or kind/name, kind/namespace/name, namespace/kind/name, the path of a
    construct, or the name of a unit. Kinds may be written as kubectl takes them: deployment, deployments, deploy.

    Tells the construct that made it, the component with the options that it had and where each was set, the unit that
    it is delivered in, what that waits for and why, patches with their reasons, and for a chart how well it is
    proven.
    """
    import dataclasses

    from ._console import print_json
    from ._lab import build_lab_of

    built = build_lab_of(directory, "building")
    from ._explanation import explain_item, explain_unit
    from ._lookup import Lookup

    found = Lookup(built, directory).find(object_)
    item = found.item
    explanation = explain_unit(built, found.unit) if item is None else explain_item(built, item, found.file)
    if as_json:
        print_json({**dataclasses.asdict(explanation), "renders": found.rendered or None})
        return
    if found.rendered:
        click.echo(f"{found.rendered} is rendered by the chart of this release:\n")
    _print(explanation)


def _print(told: Explanation) -> None:
    from ._console import columns

    click.echo(click.style(told.title, bold=True))
    for line in columns(told.facts, indent="  "):
        click.echo(line)
    if told.waits:
        click.echo("waits for")
        for target, reasons in told.waits.items():
            click.echo(f"  {target}")
            for reason in reasons[:_SHOWN]:
                click.echo(f"    {reason}")
            if len(reasons) > _SHOWN:
                click.echo(f"    and {len(reasons) - _SHOWN} more (all with --json)")
    if told.patches:
        click.echo("patches")
        for patch in told.patches:
            click.echo(f"  {', '.join(patch.operations)}: {patch.reason}")
    if told.options:
        click.echo("options of its component")
        rows = [(f"{item.key} = {item.value}", item.origin, item.description) for item in told.options]
        for line in columns(rows, indent="  "):
            click.echo(line)
