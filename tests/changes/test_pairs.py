"""Each file below `pairs` is a change that bit somebody, or one that looks like it and is harmless.

`pytest --snapshot-update` rewrites what is expected after a change of wording.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.changes.pair import read_pair
from tests.checks.wording import badly_told

FOLDER = Path(__file__).parent / "pairs"
DANGERS = sorted((FOLDER / "dangers").glob("*.yaml"))
HARMLESS = sorted((FOLDER / "harmless").glob("*.yaml"))


@pytest.mark.parametrize("path", DANGERS, ids=lambda path: path.stem)
def test_a_danger_is_told(path: Path, request: pytest.FixtureRequest) -> None:
    pair = read_pair(path)
    told = [f"{item.level} {item.code} {item.subject}: {item.message}" for item in pair.findings()]
    if request.config.getoption("update_snapshots"):
        _rewrite(path, told)
        pair = read_pair(path)
    assert told == pair.expected
    assert told, "a danger is refused or warned of"
    assert pair.upstream.startswith("https://github.com/"), "somebody was bitten by it, and it says who"


@pytest.mark.parametrize("path", DANGERS, ids=lambda path: path.stem)
def test_whatever_is_told_says_what_happens_and_how_to_do_without(path: Path) -> None:
    assert [words for finding in read_pair(path).findings() if (words := badly_told(finding))] == []


@pytest.mark.parametrize("path", HARMLESS, ids=lambda path: path.stem)
def test_what_is_harmless_passes(path: Path) -> None:
    pair = read_pair(path)
    assert pair.expected == []
    assert [str(finding) for finding in pair.findings()] == []
    assert pair.before.objects.keys() | pair.after.objects.keys()


def test_there_are_enough_of_them() -> None:
    assert len(DANGERS) >= 20
    assert len(HARMLESS) >= 10


@pytest.mark.parametrize("path", DANGERS, ids=lambda path: path.stem)
def test_going_nowhere_is_no_danger(path: Path) -> None:
    pair = read_pair(path)
    for tree in (pair.before, pair.after):
        same = type(pair)(about=pair.about, upstream=pair.upstream, before=tree, after=tree, accepted=(), expected=[])
        assert same.findings() == []


def _rewrite(path: Path, told: list[str]) -> None:
    text = path.read_text(encoding="utf-8").partition("\nexpected:")[0]
    listed = yaml.safe_dump({"expected": told}, allow_unicode=True, width=100000, default_style=None)
    path.write_text(f"{text}\n{listed}", encoding="utf-8")
