"""What a measurement says: a figure, and the bar that it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ._measure import Series

__all__ = ["Figure", "ratio", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number.

    Attributes:
        key: its name in the history file; never changes.
        title: what was compared with what.
        value: the number; of times the ratio of the medians of the wall clock.
        cpu: the same of the CPU time, which other work on the machine disturbs less.
        bar: the highest value that is good; nothing where the number is for information only.
        unit: what the number counts; by default it is a ratio.
        note: the numbers behind it.
    """

    key: str
    title: str
    value: float
    cpu: float | None = None
    bar: float | None = None
    unit: str = ""
    note: str = ""

    @property
    def broken(self) -> bool:
        """Whether the value is above its bar."""
        return self.bar is not None and self.value > self.bar

    @property
    def verdict(self) -> str:
        """In a word."""
        return "" if self.bar is None else "BROKEN" if self.broken else "holds"


def ratio(key: str, title: str, ours: Series, theirs: Series, *, bar: float | None = None, scale: float = 1) -> Figure:
    """Medians of two series as a ratio; `scale` is how many times as much work the first one did."""
    return Figure(
        key=key,
        title=title,
        value=ours.wall / theirs.wall / scale,
        cpu=ours.cpu / theirs.cpu / scale,
        bar=bar,
        note=f"{ours.wall:.3f} s / {theirs.wall:.3f} s",
    )


def table(figures: Sequence[Figure]) -> str:
    """The figures for people."""
    head = ("measured", "bar", "figure", "by CPU", "verdict", "medians")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[number]) for row in rows) for number in range(len(head))]
    lines = []
    for row in rows:
        cells = [
            text.rjust(width) if number in (1, 2, 3) else text.ljust(width)
            for number, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, ...]:
    return (
        figure.title,
        "" if figure.bar is None else f"{figure.bar:g}{figure.unit}",
        _text(figure.value, figure.unit),
        "" if figure.cpu is None else _text(figure.cpu, figure.unit),
        figure.verdict,
        figure.note,
    )


def _text(value: float, unit: str) -> str:
    return f"{value:.0f}{unit}" if unit else f"{value:.2f}"
