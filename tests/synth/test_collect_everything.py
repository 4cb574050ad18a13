"""Whatever the tree looks like, each object in it is collected once."""

from __future__ import annotations

from collections import Counter

import cdk8s
import constructs
from hypothesis import given, settings, strategies as st

from homelab_cdk.constructs import Lab, Manifest, UnitChart
from homelab_cdk.synth._collect import collect
from tests.labs import config_map

KINDS = ("our chart", "their construct", "our object", "their object", "touch")
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 30)), max_size=14)


def _grow(lab: Lab, steps: list[tuple[str, int]]) -> list[str]:
    """A tree of these steps, each below an earlier one; the names of the objects in it."""
    charts: list[constructs.Construct] = []
    places: list[constructs.Construct] = [lab]
    objects: list[str] = []
    for number, (kind, where) in enumerate(steps):
        name = f"n{number}"
        scope = places[where % len(places)]
        if kind == "our chart":
            charts.append(UnitChart(scope, name))
            places.append(charts[-1])
        elif kind == "their construct":
            places.append(constructs.Construct(scope, name))
        elif kind == "touch":
            assert scope.node.path is not None
        elif charts:
            inside = charts[where % len(charts)]
            objects.append(name)
            if kind == "our object":
                body = config_map(name)
                body["metadata"]["namespace"] = "default"
                places.append(Manifest(inside, name, body=body))
            else:
                metadata = cdk8s.ApiObjectMetadata(name=name, namespace="default")
                cdk8s.ApiObject(inside, name, api_version="v1", kind="ConfigMap", metadata=metadata)
    return objects


@settings(max_examples=40)
@given(STEPS)
def test_each_object_comes_out_once(steps: list[tuple[str, int]]) -> None:
    lab = Lab()
    made = _grow(lab, steps)
    charts, items = collect(lab)
    assert Counter(item.key.name for item in items) == Counter(made)
    assert {item.chart for item in items} <= set(charts)


@settings(max_examples=40)
@given(STEPS)
def test_touching_changes_nothing(steps: list[tuple[str, int]]) -> None:
    quiet, lively = Lab(), Lab()
    made = _grow(quiet, [step for step in steps if step[0] != "touch"])
    assert lively.node.path == ""
    again = _grow(lively, [step for step in steps if step[0] != "touch"])
    assert made == again
    for lab in (quiet, lively):
        assert sorted(item.key.name for item in collect(lab)[1]) == sorted(made)
    assert [(item.path, item.body) for item in collect(quiet)[1]] == [
        (item.path, item.body) for item in collect(lively)[1]
    ]
