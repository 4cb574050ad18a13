from __future__ import annotations

from pathlib import Path

import yaml

from homelab_cdk.checks import check
from homelab_cdk.constructs import Lab
from homelab_cdk.schemas import SchemaCache, SchemaSources
from tests.checks.custom import LOCK, lab_with_chart, lab_with_crd, pot, pot_crd
from tests.checks.looking import built, found

WRONG = pot(kind="grean", cup=1)
TOLD = [
    "tea/pot-one: Pot.tea.example.com tea/one: spec.cup: there is no such field; did you mean spec.cups?",
    "tea/pot-one: Pot.tea.example.com tea/one: spec.kind: got the text 'grean', allowed is green, black; did you mean"
    " green?",
]


def with_sources(lab: Lab, sources: SchemaSources, code: str = "HL151") -> list[str]:
    looked = built(lab)
    looked.schemas = sources
    return [f"{item.where}: {item.subject}: {item.message}" for item in check(looked) if item.code == code]


def test_a_crd_of_the_lab() -> None:
    assert found(lab_with_crd(WRONG), "HL151") == TOLD
    assert found(lab_with_crd(pot(kind="green")), "HL151") == []


def test_what_is_required_is_missing() -> None:
    assert found(lab_with_crd(pot()), "HL151") == ["tea/pot-one: Pot.tea.example.com tea/one: spec: lacks kind; add it"]


def test_a_version_that_the_crd_does_not_serve() -> None:
    definition = pot_crd(name="v2")
    assert found(lab_with_crd(pot(kind="green"), definition=definition), "HL151") == [
        "tea/pot-one: Pot.tea.example.com tea/one: apiVersion: tea.example.com/v1 is not served; write"
        " apiVersion: tea.example.com/v2",
    ]


def test_a_crd_that_a_person_gave(tmp_path: Path) -> None:
    (tmp_path / "pot.yaml").write_text(yaml.safe_dump(pot_crd()))
    assert with_sources(lab_with_chart(WRONG), SchemaSources(folders=(tmp_path,))) == TOLD


def test_a_crd_that_the_lock_has_learnt_of_the_chart(tmp_path: Path) -> None:
    digest = LOCK.entries["tea"].digest
    SchemaCache(tmp_path).learn(digest, [pot_crd()])
    assert with_sources(lab_with_chart(WRONG), SchemaSources(cache=tmp_path)) == TOLD


def test_a_crd_of_another_chart_counts_for_nothing(tmp_path: Path) -> None:
    SchemaCache(tmp_path).learn("sha256:other", [pot_crd()])
    assert with_sources(lab_with_chart(WRONG), SchemaSources(cache=tmp_path)) == []
    assert len(with_sources(lab_with_chart(WRONG), SchemaSources(cache=tmp_path), "HL107")) == 1
