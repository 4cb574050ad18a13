"""Writing for people and for programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import click

__all__ = ["Say", "columns", "counted", "note", "print_json", "progress", "warn"]


class Say(Protocol):
    """Tells what is going on, to people who wait."""

    def __call__(self, text: str) -> None:
        """Replace what was said before."""
        ...


def print_json(value: object) -> None:
    """Print a value as JSON; what is no JSON is printed as its text."""
    import json

    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def warn(text: str) -> None:
    """Print a warning to stderr."""
    click.echo(f"{click.style('warning', fg='yellow', bold=True)}: {text}", err=True)


def note(text: str) -> None:
    """Print a remark to stderr."""
    click.echo(f"{click.style('note', fg='cyan')}: {text}", err=True)


def counted(number: int, noun: str) -> str:
    """`1 chart`, `2 charts`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def columns(rows: Sequence[Sequence[str]], *, indent: str = "", right: Sequence[int] = ()) -> list[str]:
    """Rows as lines with aligned columns, two blanks between them; `right` names those that are aligned right."""
    if not rows:
        return []
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            text.rjust(width) if number in right else text.ljust(width)
            for number, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((indent + "  ".join(cells)).rstrip())
    return lines


@contextmanager
def progress() -> Iterator[Say]:
    """One line on stderr that is written over and vanishes at the end; nothing where stderr is no terminal."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda text: None
        return

    def say(text: str) -> None:
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()

    try:
        yield say
    finally:
        say("")
