"""Values that were changed since the last proof, held against what the chart was last seen to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from homelab_cdk.constructs import Lab
from homelab_cdk.lock import ChartTree, describe
from homelab_cdk.model import ChartFacts, Lock, PathCounts
from tests.checks.looking import found
from tests.checks.releases import lab_of_release
from tests.labs import locked

SCHEMA = {"type": "object", "properties": {"strength": {"type": "integer", "maximum": 5}}}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of this test's own."""
    monkeypatch.setattr("homelab_cdk.lock._described.described_folder", lambda: tmp_path / "values")
    return tmp_path


@pytest.fixture
def seen(cache: Path) -> None:
    """A chart that some `homelab lock` has seen on this machine: templates name `pot.size` and take `labels` as it is."""
    templates = cache / "templates"
    templates.mkdir()
    (templates / "x.yaml").write_text(
        '{{ .Values.pot.size }} {{ toYaml .Values.labels }} {{ .Values.pot.lid }} {{ index .Values "tea.ini" }}'
    )
    values = {
        "tea.ini": {"server": "cold"},
        "strength": 1,
        "pot": {"size": "big"},
        "labels": {"app": "tea"},
        "extra": {},
    }
    describe({"sha256:0": ChartTree(path=cache, name="operator", version="1.2.3", values=values, schema=SCHEMA)})


def lab(values: Mapping[str, object], *, lock: Lock | None = None) -> Lab:
    return lab_of_release(ChartFacts(), lock=lock, values=values)


@pytest.mark.usefixtures("seen")
def test_a_misspelt_value() -> None:
    assert found(lab({"pot": {"sise": "small"}}), "HL450") == [
        "tea: values.pot.sise: the chart has no such value (operator 1.2.3); did you mean pot.size?",
    ]


@pytest.mark.usefixtures("seen")
def test_a_value_of_another_type() -> None:
    assert found(lab({"pot": "small"}), "HL450") == [
        "tea: values.pot: has to be a map as the chart's default is one, got the text 'small' (operator 1.2.3);"
        " write it as the chart's values.yaml does, or leave it out to have its default",
    ]


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize(
    "values",
    [
        {"pot": {"size": "small"}},
        {"pot": {"lid": True}},
        {"extra": {"anything": 1}},
        {"labels": {"team": "me"}},
        {"tea.ini": {"serve": "hot"}},
    ],
    ids=[
        "a default",
        "read by a template",
        "below an open map",
        "below a map that a template takes as it is",
        "below one that a template looks up by its key",
    ],
)
def test_values_that_the_chart_knows_or_may_take(values: Mapping[str, object]) -> None:
    assert found(lab(values), "HL450") == []


@pytest.mark.usefixtures("seen")
def test_what_the_lock_tells_of_as_open_is_not_asked_for_again() -> None:
    entries = locked({"tea": ChartFacts()}).entries
    lock = Lock(entries={"tea": replace(entries["tea"], paths=PathCounts(open=("pot.colour.handle",)))})
    assert "not known to take" not in found(lab({"pot": {"colour": {"handle": "red"}}}, lock=lock), "HL402")[0]
    assert "not known to take" in found(lab({"pot": {"colour": {"handle": "red"}}}), "HL402")[0]


@pytest.mark.usefixtures("seen")
def test_what_is_like_nothing_is_only_doubted() -> None:
    # GIVEN a value that no template names by this path, and that may arrive by another way all the same
    strange = lab({"pot": {"colour": "red"}})
    # THEN it stops nothing, and is named where the chart is called unproven
    assert found(strange, "HL450") == []
    assert found(strange, "HL402") == [
        "tea: the chart operator 1.2.3: its facts are assumed: they were read with other values, and it is not known to take"
        " values.pot.colour; run `homelab lock` to prove them",
    ]


@pytest.mark.usefixtures("seen")
def test_a_value_that_breaks_the_schema() -> None:
    assert found(lab({"strength": 9}), "HL451") == [
        "tea: values.strength: 9 is greater than the maximum of 5 (by the schema of operator 1.2.3); keep within"
        " that limit",
    ]
    assert found(lab({"strength": 5}), "HL451") == []


def test_a_chart_that_was_never_seen_here_is_said_to_be_unchecked() -> None:
    strange = lab({"sise": 1})
    assert (found(strange, "HL450"), found(strange, "HL451")) == ([], [])
    assert found(strange, "HL402") == [
        "tea: the chart operator 1.2.3: its facts are assumed: they were read with other values, and whether the chart knows"
        " them was not checked; run `homelab lock` to prove them",
    ]


@pytest.mark.usefixtures("seen")
def test_of_a_chart_that_was_seen_it_is_not() -> None:
    assert found(lab({"strength": 2}), "HL402") == [
        "tea: the chart operator 1.2.3: its facts are assumed: they were read with other values; run `homelab lock` to prove"
        " them",
    ]


def test_a_damaged_description_counts_for_nothing(cache: Path) -> None:
    (cache / "values").mkdir()
    (cache / "values/sha256-0.json").write_text("{")
    assert found(lab({"sise": 1}), "HL450") == []


@pytest.mark.usefixtures("seen")
def test_what_is_proven_is_not_looked_at_again(cache: Path) -> None:
    proven = locked({"tea": ChartFacts()}, values={"sise": 1})
    assert found(lab({"sise": 1}, lock=proven), "HL450") == []
