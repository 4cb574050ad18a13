"""Whatever stands in the files of a folder, and in how many places at once, findings come back."""

from __future__ import annotations

import copy
from typing import Any

import yaml
from hypothesis import given, strategies as st

from homelab_cdk.checks import RULES, check_bodies, check_tree
from homelab_cdk.model import Body
from tests.checks.custom import pot, pot_crd


def shown() -> list[Body]:
    """The objects of all examples."""
    texts = [
        text
        for _, rule in sorted(RULES.items())
        for side in (rule.example.before, rule.example.after)
        for name, text in side.items()
        if name in ("", "crds") or name.endswith(".yaml") and "/" in name
    ]
    bodies = [body for text in texts for body in yaml.safe_load_all(text)]
    return [body for body in bodies if isinstance(body, dict) and isinstance(body.get("kind"), str)]


SHOWN = shown()
ODD: st.SearchStrategy[object] = st.sampled_from(
    [None, True, -1, "", "odd", [], {}, [None], [[]], {"odd": None}, {1: 2}, [{"name": 5}], 1.5, 2**70]
)


@st.composite
def odd(draw: st.DrawFn, bodies: list[Body]) -> Body:
    """One of some objects, in which up to three things are others or are not there."""
    body = copy.deepcopy(draw(st.sampled_from(bodies)))
    for _ in range(draw(st.integers(1, 3))):
        holder: Any = body
        way: list[Any] = []
        while isinstance(holder, (dict, list)) and holder:
            steps = sorted(holder, key=str) if isinstance(holder, dict) else range(len(holder))
            way.append(draw(st.sampled_from(steps)))
            inside = holder[way[-1]]
            if not isinstance(inside, (dict, list)) or not inside or draw(st.integers(0, 4)) == 0:
                break
            holder = inside
        if way[:1] in (["apiVersion"], ["kind"]):
            continue
        if draw(st.booleans()):
            holder[way[-1]] = copy.deepcopy(draw(ODD))
        else:
            del holder[way[-1]]
    return body


@given(odd(SHOWN), odd(SHOWN), odd([pot_crd()]), odd([pot(kind="green", cups=2)]))
def test_no_rule_stumbles_over_odd_objects(one: Body, other: Body, definition: Body, resource: Body) -> None:
    bodies = [one, other, definition, resource]
    assert all(finding.reason and finding.fix for finding in check_tree(copy.deepcopy(bodies)))
    assert all(finding.reason and finding.fix for finding in check_bodies(bodies))
    assert [finding.code for finding in check_bodies([pot_crd(), resource]) if finding.code not in RULES] == []
