"""The lines of `homelab plan --advice`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..advice import Advice, Choice, ReferenceFit, Saving

__all__ = ["advice_lines"]

_HEAD = ("CPU", "memory", "disk")

_ASSUMED = "*"


def advice_lines(found: Advice, headroom: int) -> Iterator[str]:
    """What other choices would save, what to turn off first, and the least hardware."""
    from ._console import columns

    yield _headline("Other choices, and what they save")
    yield from _choices([(_write(item), f"instead of {item.alternative.answer}", item) for item in found.others])
    yield ""
    yield _headline("To turn off first, and what that saves")
    yield from _choices([(_write(item), f"phase {item.alternative.kind.info.phase}", item) for item in found.turn_off])
    yield ""
    if found.in_vain:
        listed = ", ".join(_in_vain(item) for item in found.in_vain)
        yield f"Nothing is saved by {listed}"
    if found.left_out:
        yield "Left out"
        rows = [(item.alternative.write, _because(item.because)) for item in found.left_out]
        yield from columns(rows, indent="  ")
    yield ""
    yield _headline("Reference hardware, the smallest first")
    yield from columns([_reference(item, headroom) for item in found.reference], indent="  ")
    smallest = found.smallest
    yield (
        "  The lab is too large for all of it."
        if smallest is None
        else f"  The smallest that holds the lab: {smallest.reference.name}, {_machines(smallest)}."
    )
    choices = (*found.others, *found.turn_off)
    if any(item.assumed for item in choices) or any(item.assumed for item in found.reference):
        yield ""
        yield f"{_ASSUMED} assumed: by facts of charts that were read with the lab's values as they are; after the change,"
        yield "  `homelab lock` reads them anew"


def _headline(text: str) -> str:
    return click.style(text, bold=True)


def _choices(listed: Sequence[tuple[str, str, Choice]]) -> list[str]:
    from ._console import columns

    if not listed:
        return ["  nothing"]
    rows = [("", "", *_HEAD, "")]
    rows += [(write, label, *_saving(item.saves), _notes(item)) for write, label, item in listed]
    return columns(rows, indent="  ", right=(2, 3, 4))


def _write(item: Choice) -> str:
    return item.alternative.write + (_ASSUMED if item.assumed else "")


def _in_vain(item: Choice) -> str:
    if item.alternative.instead is None:
        return f"{item.alternative.write} ({item.alternative.answer})"
    return f"{item.alternative.write} instead of {item.alternative.answer}"


def _saving(saves: Saving) -> tuple[str, str, str]:
    from ..capacity import cores, gib

    def signed(value: int, text: str) -> str:
        return f"-{text}" if value < 0 else text if value else "–"

    return (
        signed(saves.cpu, cores(abs(saves.cpu))),
        signed(saves.memory, gib(abs(saves.memory))),
        signed(saves.disk, gib(abs(saves.disk))),
    )


def _notes(item: Choice) -> str:
    """What else is to be known before somebody follows the advice."""
    notes = []
    if item.takes_over:
        notes.append(f"k3s has {item.takes_over} itself")
    if item.alternative.kind.info.holds_data:
        notes.append("move its data" if item.alternative.instead or item.takes_over else "holds data")
    if item.gone:
        notes.append(f"takes {', '.join(item.gone)} along")
    codes = dict.fromkeys(text.split()[1] for text in item.warnings)
    if codes:
        notes.append(f"{', '.join(codes)} would warn")
    if not item.fits:
        notes.append("does not fit either")
    return "; ".join(notes)


def _because(text: str) -> str:
    most = 80
    return text if len(text) <= most else f"{text[: most - 4].rstrip()} ..."


def _machines(item: ReferenceFit) -> str:
    return "one machine" if item.machines == 1 else "three, a third each"


def _reference(item: ReferenceFit, headroom: int) -> tuple[str, str, str]:
    from ..capacity import cores

    hardware = item.reference
    amounts = f"{cores(hardware.cores * 1000)} cores, {hardware.memory // 10**9} GB, {hardware.disk / 10**12:g} TB"
    if not item.fits:
        verdict = f"does not fit: {_because(item.because)}"
    else:
        verdict = f"fits, {item.free}% free"
        if item.free < headroom:
            verdict += f", less than the headroom of {headroom}%"
        if item.spare is not None:
            verdict += "; any machine may be lost" if item.spare else "; no machine may be lost"
    star = _ASSUMED if item.assumed else ""
    return f"{hardware.name}, {_machines(item)}{star}", amounts, verdict
