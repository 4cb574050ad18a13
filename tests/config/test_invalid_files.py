"""Each file below `fixtures/invalid` breaks one thing; its text says exactly what people read.

`pytest --snapshot-update` rewrites the texts after a change of wording.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk._errors import ConfigError
from homelab_cdk.config import read_config
from tests.config.catalogue import CATALOGUE

FOLDER = Path(__file__).parent.parent / "fixtures" / "invalid"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_says_exactly_what_is_wrong(path: Path, request: pytest.FixtureRequest) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(path, kinds=CATALOGUE, shown_as="homelab.yaml")

    expected = path.with_suffix(".txt")
    if request.config.getoption("update_snapshots"):
        expected.write_text(f"{caught.value}\n", encoding="utf-8")
    assert f"{caught.value}\n" == expected.read_text(encoding="utf-8")


def test_every_text_belongs_to_a_file() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {path.stem for path in FILES}


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 25


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_reports_one_thing_only(path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(path, kinds=CATALOGUE)

    assert len(caught.value.problems) == 1, "a fixture breaks one thing; the mixed ones are in test_all_at_once.py"
