"""The arithmetic behind `make bench`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks._figure import Figure, ratio, table
from benchmarks._history import entry
from benchmarks._measure import Run, Series


def series(*walls: float, cpu: float = 1.0) -> Series:
    return Series(runs=[Run(wall=wall, cpu=cpu) for wall in walls])


def test_one_slow_run_does_not_move_the_ratio() -> None:
    # GIVEN five runs of each side, one of them disturbed
    ours, theirs = series(2.0, 2.1, 1.9, 2.0, 90.0), series(1.0, 1.0, 1.0, 1.1, 0.9)

    # WHEN they are compared
    figure = ratio("key", "title", ours, theirs, bar=2.0)

    # THEN the medians count
    assert figure.value == pytest.approx(2.0)
    assert not figure.broken


def test_cpu_time_is_compared_apart_from_the_wall_clock() -> None:
    figure = ratio("key", "title", series(3.0, cpu=1.0), series(1.0, cpu=2.0))
    assert (figure.value, figure.cpu) == (3.0, 0.5)


def test_work_done_several_times_is_shared_out() -> None:
    figure = ratio("key", "title", series(20.0, cpu=10.0), series(2.0, cpu=2.0), scale=10)
    assert (figure.value, figure.cpu) == (1.0, 0.5)


@pytest.mark.parametrize(
    ("value", "bar", "verdict"),
    [(1.0, 1.0, "holds"), (1.001, 1.0, "BROKEN"), (0.5, 1.0, "holds"), (9.0, None, "")],
)
def test_a_bar_holds_up_to_its_value(value: float, bar: float | None, verdict: str) -> None:
    assert Figure(key="key", title="title", value=value, bar=bar).verdict == verdict


def test_the_table_shows_bar_figure_and_verdict() -> None:
    figures = [
        Figure(key="a", title="a ratio", value=1.234, cpu=1.1, bar=2.0, note="a note"),
        Figure(key="b", title="memory", value=351.4, bar=350, unit=" MiB"),
    ]

    lines = table(figures).splitlines()

    assert lines[2].split() == ["a", "ratio", "2", "1.23", "1.10", "holds", "a", "note"]
    assert lines[3].split() == ["memory", "350", "MiB", "351", "MiB", "BROKEN"]


def test_a_line_of_history_names_versions_and_figures_and_no_date() -> None:
    line = entry([Figure(key="six-warm", title="title", value=1.23456)], node="24.0.0", commit="abc")

    assert line["figures"] == {"six-warm": 1.235}
    assert list(line) == ["version", "commit", "python", "node", "cdk8s", "figures"]


def test_every_recorded_line_can_be_read() -> None:
    path = Path(__file__).parents[2] / "benchmarks" / "history.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines, f"{path} is empty; `python -m benchmarks --record` appends to it"
    for number, line in enumerate(lines, 1):
        figures = json.loads(line)["figures"]
        assert all(isinstance(value, (int, float)) for value in figures.values()), f"line {number}: {figures}"
