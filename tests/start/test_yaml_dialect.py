"""YAML as Kubernetes reads it."""

from __future__ import annotations

import pytest
import yaml

from homelab_cdk._yaml_dialect import read_stream

SCALARS = "a: {name} 012\nb: &list [on, 22:22, 1e3, {{<<: {{q: 1}}}}]\nc: *list\n"


def test_an_anchor_may_stand_twice() -> None:
    """GIVEN an anchor that is given again, THEN each alias means the last one before it."""
    [(_, body)] = read_stream("a: &port 1\nb: *port\nc: &port 2\nd: *port\n")
    assert body == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_the_dialect_is_the_same_where_an_anchor_stands_twice() -> None:
    [once], [twice] = read_stream(SCALARS.format(name="&one")), read_stream(SCALARS.format(name="&list"))
    assert (
        once == twice == (1, {"a": 10, "b": [True, "22:22", 1000.0, {"q": 1}], "c": [True, "22:22", 1000.0, {"q": 1}]})
    )


@pytest.mark.parametrize("text", ["a: &x 1\nb: &x 2\na: 3\n", "a: &x 1\nb: &x 2\nc: *gone\n", "a: [1\n"])
def test_what_is_wrong_besides_is_still_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        read_stream(text)


def test_each_document_knows_its_line() -> None:
    assert [line for line, _ in read_stream("a: &x 1\nb: &x 2\n---\n# first\nc: 3\n")] == [1, 5]
