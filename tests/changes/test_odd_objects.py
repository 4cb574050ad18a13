"""Whatever stands in an object, rules of change come back with findings, and a rename of keys changes nothing."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from hypothesis import given, strategies as st

from homelab_cdk.changes import Placed, Tree, difference_of, downtime
from homelab_cdk.checks import check_changes
from tests.changes.pair import read_pair

PAIRS = [read_pair(path) for path in sorted((Path(__file__).parent / "pairs").glob("*/*.yaml"))]
ODD = st.sampled_from([None, True, 0, -1, "", "odd", [], {}, [None], [[]], {"odd": None}, {"": {}}, 1.5, 2**70])


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        found += [inner for key in value for inner in paths(value[key], (*path, key))]
    elif isinstance(value, list):
        found += [inner for number, item in enumerate(value) for inner in paths(item, (*path, number))]
    return found


@given(st.data())
def test_no_rule_stumbles_over_an_odd_object(data: st.DataObject) -> None:
    pair = data.draw(st.sampled_from(PAIRS), label="pair")
    trees = [pair.before, pair.after]
    side = data.draw(st.sampled_from([0, 1]), label="side")
    keys = sorted(trees[side].objects)
    if not keys:
        return
    old = trees[side].objects[data.draw(st.sampled_from(keys), label="object")]
    body = copy.deepcopy(old.body)
    ways = [path for path in paths(body) if path[0] not in ("apiVersion", "kind") and path[:2] != ("metadata", "name")]
    path = data.draw(st.sampled_from(ways), label="path")
    holder: Any = body
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = data.draw(ODD, label="odd value")
    changed = Placed(key=old.key, body=body, folder=old.folder)
    trees[side] = Tree(
        objects={**trees[side].objects, old.key: changed},
        facts=trees[side].facts,
        proven=trees[side].proven,
        early=trees[side].early,
    )
    difference = difference_of(*trees)
    assert all(finding.message for finding in check_changes(difference))
    assert all(item.why for item in downtime(difference))
