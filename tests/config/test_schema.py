"""The JSON Schema that editors and the reader share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from homelab_cdk.config import json_schema
from tests.config.catalogue import CATALOGUE, Kong, Traefik

VALID = sorted((Path(__file__).parent.parent / "fixtures" / "valid").glob("*.yaml"))

KEYWORDS: dict[str, type | tuple[type, ...]] = {"type": (str, list), "enum": list, "anyOf": list}
"""What every schema has one of; a property of such a name holds a mapping instead."""


def schemas(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        if any(isinstance(value.get(key), kind) for key, kind in KEYWORDS.items()):
            yield path, value
        for key, inner in value.items():
            if key not in ("default", "examples"):
                yield from schemas(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from schemas(inner, f"{path}/{number}")


def test_is_a_schema_of_draft_2020_12() -> None:
    Draft202012Validator.check_schema(json_schema(CATALOGUE))


def test_has_a_stable_id_that_needs_no_network() -> None:
    assert json_schema(CATALOGUE)["$id"] == "urn:homelab-cdk:homelab.yaml:1"


def test_is_the_same_every_time() -> None:
    assert json.dumps(json_schema(CATALOGUE)) == json.dumps(json_schema(list(CATALOGUE)))


def test_every_mapping_is_closed_or_open_on_purpose() -> None:
    for path, schema in schemas(json_schema(CATALOGUE)):
        if "object" in schema.get("type", ()):
            assert "additionalProperties" in schema, path


def test_every_key_is_described() -> None:
    schema = json_schema(CATALOGUE)
    definitions: Any = schema["$defs"]

    for path, part in schemas(schema):
        for key, inner in part.get("properties", {}).items():
            target = definitions[inner["$ref"].rpartition("/")[2]] if "$ref" in inner else inner
            assert target.get("description"), f"{path}/{key}"


def test_examples_and_defaults_are_valid() -> None:
    schema = json_schema(CATALOGUE)

    for path, part in schemas(schema):
        for value in [*part.get("examples", []), *([part["default"]] if "default" in part else [])]:
            validator = Draft202012Validator({**part, "$defs": schema["$defs"]})
            assert [error.message for error in validator.iter_errors(value)] == [], path


def test_slots_without_components_are_absent() -> None:
    properties: Any = json_schema([Traefik])["properties"]

    assert "ingress" in properties
    assert "loadBalancer" not in properties


def test_a_slot_lists_its_choices_and_what_they_are_for() -> None:
    properties: Any = json_schema([Traefik, Kong])["properties"]

    assert properties["ingress"]["anyOf"][0] == {"enum": ["traefik", "kong", "none"]}
    assert "kong: kong as the tests know it" in properties["ingress"]["description"]


def test_common_options_stand_in_it_once() -> None:
    text = json.dumps(json_schema(CATALOGUE))

    assert text.count("JSON6902 operations (RFC 6902), applied in order.") == 1


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_editors_accept_what_the_reader_accepts(path: Path) -> None:
    value = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    if path.stem == "scalars-as-kubernetes-reads-them":
        value["loadBalancer"]["metallb"]["values"].pop("date")

    assert [error.message for error in Draft202012Validator(json_schema(CATALOGUE)).iter_errors(value)] == []
