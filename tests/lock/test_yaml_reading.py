from __future__ import annotations

import pytest

from homelab_cdk._yaml_documents import documents, load, split
from homelab_cdk.lock import HelmLibrary


def test_a_comment_behind_the_separator_splits_documents() -> None:
    assert list(documents("a: 1\n---# second\nb: 2\n---\n# only a comment\n")) == [{"a": 1}, {"b": 2}]


def test_dashes_inside_a_text_split_nothing() -> None:
    assert split("a: |\n  ---\n  x\n") == ["a: |\n  ---\n  x\n"]


def test_a_tab_behind_a_value_is_passed_over() -> None:
    assert load("apiVersion: v1\t\nkind: Service\n") == {"apiVersion": "v1", "kind": "Service"}


def test_what_is_no_yaml_is_an_error() -> None:
    with pytest.raises(ValueError, match="mapping values are not allowed"):
        load("a: b: c")


@pytest.mark.parametrize(
    "text",
    ["=", "1:30", "2026-01-01", "yes", "off", "y", "1e3", "012", "0o17", "0x1F", "1_000", "08", "~", "''", "-.5", "+1"]
    + [
        "0b_",
        "0x_",
        "0o_",
        "0_9",
        "yEs",
        "0b11",
        ".5",
        "1.",
        "null",
        "<<",
        "12e03",
        "-0",
        "0",
        "1.0",
        "v1",
        "1.2.3",
        "No",
        "TRUE",
    ],
)
def test_a_scalar_reads_as_the_reader_of_kubernetes_reads_it(text: str) -> None:
    if HelmLibrary.load() is None:
        pytest.skip("the extra `helm` is not installed")
    import helm_python

    assert load(f"a: {text}") == helm_python.values_from_yaml(f"a: {text}")
