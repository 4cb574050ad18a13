from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.model import Body
from homelab_cdk.schemas import Crd, judge

PORTS = {
    "type": "array",
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["port", "protocol"],
    "items": {
        "type": "object",
        "properties": {"port": {"type": "integer"}, "protocol": {"type": "string", "default": "TCP"}},
    },
}
TAGS = {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}}
SCHEMA = {
    "type": "object",
    "properties": {"spec": {"type": "object", "properties": {"ports": PORTS, "tags": TAGS}}},
}
CRD = Crd.of(
    {
        "spec": {
            "group": "tea.example.com",
            "names": {"kind": "Pot"},
            "scope": "Cluster",
            "versions": [{"name": "v1", "schema": {"openAPIV3Schema": SCHEMA}}],
        }
    }
)


def said(**spec: Any) -> list[str]:
    body: Body = {"apiVersion": "tea.example.com/v1", "kind": "Pot", "metadata": {"name": "one"}, "spec": spec}
    return [f"{problem.path}: {problem.message}" for problem in judge(body, CRD, None)]


def test_two_items_with_the_same_keys() -> None:
    ports = [{"port": 1, "protocol": "TCP"}, {"port": 2}, {"port": 1}]
    assert said(ports=ports) == ["spec.ports[2]: has the same port 1, protocol 'TCP' as item 0 of the list"]


@pytest.mark.parametrize("ports", [[{"port": 1}, {"port": 2}], [{"port": 1}, {"port": 1, "protocol": "UDP"}], [], None])
def test_items_that_differ_in_one_key(ports: object) -> None:
    assert said(ports=ports) == []


def test_a_set_has_each_item_once() -> None:
    assert said(tags=["a", "b"]) == []
    assert said(tags=["a", "a"]) == ["spec.tags: ['a', 'a'] has non-unique elements"]
