"""CRDs from folders, and the cache that spares reading them again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from homelab_cdk._errors import ConfigError
from homelab_cdk.model import Body, GroupKind
from homelab_cdk.schemas import SchemaBook, SchemaCache, SchemaSources
from tests.labs import crd

KIND = GroupKind("tea.example.com", "Pot")
SPEC = {"type": "object", "description": "long", "properties": {"description": {"type": "string", "description": "x"}}}


def pot_crd(**version: Any) -> Body:
    body = crd("Pot", "tea.example.com")
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": SPEC}}}
    body["spec"]["versions"] = [{"name": "v1", "served": True, "storage": True, "schema": schema, **version}]
    return body


def pot(**spec: object) -> Body:
    metadata = {"name": "one", "namespace": "tea"}
    return {"apiVersion": "tea.example.com/v1", "kind": "Pot", "metadata": metadata, "spec": spec}


def messages(book: SchemaBook, body: Body) -> list[str]:
    return [f"{problem.path}: {problem.message}" for problem in book.problems(body)]


def folder_of(tmp_path: Path, *bodies: Body) -> Path:
    folder = tmp_path / "crds" / "deep"
    folder.mkdir(parents=True)
    (folder / "all.yaml").write_text("# Theirs\n" + "\n---# next\n".join(yaml.safe_dump(body) for body in bodies))
    return folder.parent


def test_what_was_learnt_is_known_in_the_next_run(tmp_path: Path) -> None:
    assert SchemaCache(tmp_path).learn("sha256:one", [pot_crd()]) == 1
    found = SchemaCache(tmp_path).get("sha256:one", KIND)
    assert found is not None
    assert found.served["v1"].schema["properties"]["spec"] == {
        "type": "object",
        "properties": {"description": {"type": "string"}},
    }, "a field may be called description; prose is left out"
    assert SchemaCache(tmp_path).get("sha256:two", KIND) is None


def test_a_damaged_entry_counts_as_absent(tmp_path: Path) -> None:
    cache = SchemaCache(tmp_path)
    cache.learn("a", [pot_crd()])
    [file] = tmp_path.rglob("pot*.json")
    for text in ("{", "[]", json.dumps({"versions": []}), json.dumps({"group": "a"})):
        file.write_text(text)
        assert cache.get("a", KIND) is None


def test_the_state_changes_only_with_what_is_known(tmp_path: Path) -> None:
    cache = SchemaCache(tmp_path)
    before = cache.state()
    cache.learn("a", [pot_crd()])
    after = cache.state()
    cache.learn("a", [pot_crd()])
    assert before != after == cache.state()
    cache.learn("a", [pot_crd(deprecated=True)])
    assert cache.state() != after


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = SchemaCache(tmp_path / "file")
    cache.learn("a", [pot_crd()])
    assert cache.get("a", KIND) is None
    assert cache.kinds("a") is None


@pytest.mark.parametrize("cached", [False, True])
def test_a_folder_of_crds(tmp_path: Path, cached: bool) -> None:
    folder = folder_of(tmp_path, {"kind": "Other"}, pot_crd())
    sources = SchemaSources(folders=(folder,), cache=tmp_path / "cache" if cached else None)
    for _ in range(2):
        book = SchemaBook("1.36", sources=sources)
        assert messages(book, pot(description="a")) == []
        assert messages(book, pot(cups=1)) == ["spec.cups: there is no such field"]


def test_a_folder_is_read_again_where_the_cache_was_tidied(tmp_path: Path) -> None:
    sources = SchemaSources(folders=(folder_of(tmp_path, pot_crd()),), cache=tmp_path / "cache")
    SchemaBook("1.36", sources=sources)
    for file in (tmp_path / "cache").rglob("pot*.json"):
        file.unlink()
    assert messages(SchemaBook("1.36", sources=sources), pot(cups=1)) == ["spec.cups: there is no such field"]


def test_a_file_that_became_another_in_the_meantime_has_no_kind_any_more(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, pot_crd())
    sources = SchemaSources(folders=(folder,), cache=tmp_path / "cache")
    SchemaBook("1.36", sources=sources)
    book = SchemaBook("1.36", sources=sources)
    for file in (*(tmp_path / "cache").rglob("pot*.json"), *folder.rglob("*.yaml")):
        file.unlink() if file.suffix == ".json" else file.write_text("kind: ConfigMap")
    assert book.crd(GroupKind("tea.example.com", "Pot")) is None


def test_a_crd_among_the_objects_comes_before_one_of_a_folder(tmp_path: Path) -> None:
    sources = SchemaSources(folders=(folder_of(tmp_path, pot_crd()),))
    own = pot_crd()
    own["spec"]["versions"][0]["name"] = "v2"
    book = SchemaBook("1.36", crds=[("app", own)], sources=sources)
    assert messages(book, pot()) == ["apiVersion: tea.example.com/v1 is not served"]


def test_a_folder_without_crds_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("kind: ConfigMap")
    with pytest.raises(ConfigError, match="no CustomResourceDefinition in this folder"):
        SchemaBook("1.36", sources=SchemaSources(folders=(tmp_path,)))
    with pytest.raises(ConfigError, match="there is no such folder"):
        SchemaBook("1.36", sources=SchemaSources(folders=(tmp_path / "none",)))


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    (tmp_path / "crds.yaml").write_text("kind: CustomResourceDefinition\n{{ if }}")
    with pytest.raises(ConfigError, match=r"crds\.yaml: a file with CRDs has to be YAML"):
        SchemaBook("1.36", sources=SchemaSources(folders=(tmp_path,)))
