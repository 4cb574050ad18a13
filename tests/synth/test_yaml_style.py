"""How written YAML looks: as kubectl prints it, and as a person would have written it."""

from __future__ import annotations

import enum
from collections import OrderedDict
from textwrap import dedent
from types import MappingProxyType

import pytest

from homelab_cdk.synth._yaml import dump


class Policy(enum.StrEnum):
    RETAIN = "Retain"
    ON = "on"


class OldPolicy(str, enum.Enum):  # noqa: UP042 - what a StrEnum replaces, and shows itself otherwise
    DELETE = "Delete"


class Port(enum.IntEnum):
    HTTPS = 443


class Loud(str):
    """Text that shows itself otherwise than it is."""

    def __str__(self) -> str:
        return "loud"

    __repr__ = __str__


class Count(int):
    def __repr__(self) -> str:
        return "many"

    __str__ = __repr__


def test_an_object_looks_as_kubectl_prints_it() -> None:
    document = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "annotations": {"example.com/config": '{"a": "b"}', "on": "yes"}},
        "spec": {
            "replicas": 2,
            "template": {
                "spec": {
                    "containers": [
                        {
                            "name": "web",
                            "image": "ghcr.io/org/web:1.2.3",
                            "args": ["--listen=:8080", "-v", "8080", "$(POD_IP)"],
                            "env": [{"name": "A", "value": "1"}, {"name": "B", "value": ""}],
                            "resources": {"limits": {"cpu": "100m", "memory": "1.5Gi"}, "requests": {}},
                            "ports": [],
                        },
                    ],
                    "nodeSelector": None,
                    "hostNetwork": False,
                },
            },
        },
    }
    assert dump(document) == dedent(
        """\
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          annotations:
            example.com/config: '{"a": "b"}'
            "on": "yes"
        spec:
          replicas: 2
          template:
            spec:
              containers:
              - name: web
                image: ghcr.io/org/web:1.2.3
                args:
                - --listen=:8080
                - -v
                - "8080"
                - $(POD_IP)
                env:
                - name: A
                  value: "1"
                - name: B
                  value: ""
                resources:
                  limits:
                    cpu: 100m
                    memory: 1.5Gi
                  requests: {}
                ports: []
              nodeSelector: null
              hostNetwork: false
        """
    )


def test_text_of_several_lines_is_a_block() -> None:
    document = {
        "one.ini": "[a]\nb = 1\n",
        "none": "a\n\n  b",
        "two": ["a\n\n\n", {"x": " a\n\tb\n"}],
        "last": "a \n# b\n",
    }
    assert dump(document) == (
        "one.ini: |\n  [a]\n  b = 1\n"
        "none: |-\n  a\n\n    b\n"
        "two:\n- |+\n  a\n\n\n- x: |2\n     a\n    \tb\n"
        "last: |\n  a \n  # b\n"
    )


def test_lists_in_lists_stand_on_one_line_until_they_branch() -> None:
    assert dump([["a", ["b"]], [{"c": 1, "d": [2]}], [], {}]) == (
        "- - a\n  - - b\n- - c: 1\n    d:\n    - 2\n- []\n- {}\n"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (-7, "-7"),
        (2**64, "18446744073709551616"),
        (10**30, "1" + "0" * 30),
        (1.0, "1.0"),
        (-0.0, "-0.0"),
        (0.1, "0.1"),
        (1e16, "1.0e+16"),
        (5e-324, "5.0e-324"),
        (1.5e-07, "1.5e-07"),
        ("10m", "10m"),
        ("1h30m", "1h30m"),
        ("128Mi", "128Mi"),
        ("192.168.1.0/24", "192.168.1.0/24"),
        ("fd00::1", "fd00::1"),
        ("1.37", '"1.37"'),
        ("1e3", '"1e3"'),
        ("0o17", '"0o17"'),
        ("2026-01-01", '"2026-01-01"'),
        ("Y", '"Y"'),
        ("*.example.com", '"*.example.com"'),
        ('sum(rate(x{job="a"}[5m])) > 0', 'sum(rate(x{job="a"}[5m])) > 0'),
        ("it's", "it's"),
        ("für Öl", "für Öl"),
        ("a: b", '"a: b"'),
        ("^\\d+$", "^\\d+$"),
        ("[\\w]", "'[\\w]'"),
        ("a\tb", '"a\\tb"'),
        ("a\r\nb", '"a\\r\\nb"'),
        ("\ta\n", '"\\ta\\n"'),
        ("\x00\x85\u2028\ufeff\u202e\U0001f600", '"\\0\\x85\\u2028\\ufeff\\u202e\U0001f600"'),
        (Policy.RETAIN, "Retain"),
        (Policy.ON, '"on"'),
        (OldPolicy.DELETE, "Delete"),
        ([OldPolicy.DELETE], "\n- Delete"),
        (Port.HTTPS, "443"),
        (Loud("quiet"), "quiet"),
        (Count(3), "3"),
        (OrderedDict(b=1), "\n  b: 1"),
        (MappingProxyType({"b": "x"}), "\n  b: x"),
        (("a", "b"), "\n- a\n- b"),
        ((), "[]"),
    ],
)
def test_a_value_is_written_as(value: object, written: str) -> None:
    space = "" if written.startswith("\n") else " "
    assert dump({"a": value}) == f"a:{space}{written}\n"


def test_a_key_may_be_an_enum_or_a_subclass_of_str() -> None:
    assert dump({Policy.ON: 1, Loud("quiet"): 2}) == '"on": 1\nquiet: 2\n'


def test_keys_keep_their_order_and_shared_values_are_written_twice() -> None:
    shared = {"z": 1, "a": [1]}
    assert dump({"b": shared, "a": shared}) == "b:\n  z: 1\n  a:\n  - 1\na:\n  z: 1\n  a:\n  - 1\n"


def test_long_text_is_never_folded_and_a_very_long_key_is_marked() -> None:
    word = "word " * 200 + "end"
    assert dump({"a": word}) == f"a: {word}\n"
    assert dump([{word: [1], "b": 2}]) == f"- ? {word}\n  :\n  - 1\n  b: 2\n"


@pytest.mark.parametrize(("document", "text"), [({}, "{}\n"), ([], "[]\n"), ("a\nb", '"a\\nb"\n'), (None, "null\n")])
def test_a_document_without_content_is_one_line(document: object, text: str) -> None:
    assert dump(document) == text
