"""What `homelab check --ledger` prints."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..order import Built

__all__ = ["print_ledger"]

_TITLES = {
    "address": "Addresses",
    "cluster address": "Addresses inside of the cluster",
    "machine port": "Ports of the machines",
    "node port": "Ports of Services on every machine",
    "host name": "Host names",
}


def print_ledger(built: Built, *, as_json: bool) -> None:
    """Print everything that is given out once in a lab, with who has it."""
    import dataclasses

    from ..checks import ledger
    from ._console import columns, print_json

    rows = ledger(built)
    if as_json:
        print_json({"ledger": [dataclasses.asdict(row) for row in rows]})
        return
    blocks = []
    for sort, group in groupby(rows, key=lambda row: row.sort):
        lines = columns([(row.value, row.taken_by, row.where) for row in group], indent="  ")
        blocks.append("\n".join([click.style(_TITLES[sort], bold=True), *lines]))
    click.echo("\n\n".join(blocks))
