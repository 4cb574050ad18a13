"""Levels, cycles and reduction of graphs, against what one would write without a thought of speed."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from homelab_cdk.order import find_cycle, levels, reduced

Graph = dict[str, list[str]]

_names = st.integers(0, 7).map(lambda number: "abcdefgh"[number])


@st.composite
def _graphs(draw: st.DrawFn) -> Graph:
    nodes = draw(st.lists(_names, unique=True))
    targets = st.lists(st.sampled_from(nodes), unique=True, max_size=4) if nodes else st.just([])
    return {node: draw(targets) for node in nodes}


@st.composite
def _without_cycles(draw: st.DrawFn) -> Graph:
    graph = draw(_graphs())
    rank = {name: draw(st.integers(0, 9)) for name in graph}
    return {name: [target for target in targets if rank[target] < rank[name]] for name, targets in graph.items()}


def _behind(graph: Graph, name: str) -> set[str]:
    found: set[str] = set()
    pending = list(graph[name])
    while pending:
        target = pending.pop()
        if target not in found:
            found.add(target)
            pending += graph[target]
    return found


def _depth(graph: Graph, name: str) -> int:
    return max((1 + _depth(graph, target) for target in graph[name]), default=0)


@given(_without_cycles())
def test_a_level_is_the_longest_chain_behind(graph: Graph) -> None:
    found = levels(graph)
    assert {name: number for number, level in enumerate(found) for name in level} == {
        name: _depth(graph, name) for name in graph
    }


@given(_without_cycles())
def test_a_level_keeps_the_order_of_the_graph(graph: Graph) -> None:
    order = list(graph)
    for level in levels(graph):
        assert level == sorted(level, key=order.index)


@given(_graphs())
def test_a_cycle_is_found_exactly_where_there_is_one(graph: Graph) -> None:
    cycle = find_cycle(graph)
    assert bool(cycle) == any(name in _behind(graph, name) for name in graph)
    for name, target in zip(cycle, [*cycle[1:], *cycle[:1]], strict=True):
        assert target in graph[name]
    assert len(set(cycle)) == len(cycle)


@given(_graphs())
def test_levels_refuse_exactly_the_graphs_with_a_cycle(graph: Graph) -> None:
    if find_cycle(graph):
        with pytest.raises(ValueError, match="the graph has a cycle"):
            levels(graph)
    else:
        assert sorted(name for level in levels(graph) for name in level) == sorted(graph)


@given(_without_cycles())
def test_the_reduced_graph_reaches_the_same(graph: Graph) -> None:
    less = reduced(graph)
    assert {name: _behind(less, name) for name in less} == {name: _behind(graph, name) for name in graph}


@given(_without_cycles())
def test_nothing_can_be_left_out_of_the_reduced_graph(graph: Graph) -> None:
    less = reduced(graph)
    for name, targets in less.items():
        assert set(targets) <= set(graph[name])
        for target in targets:
            without = {**less, name: [other for other in targets if other != target]}
            assert target not in _behind(without, name)


def test_a_long_chain_needs_no_deep_stack() -> None:
    graph = {str(number): [str(number + 1)] if number < 5_000 else [] for number in range(5_001)}
    assert find_cycle(graph) == []
    assert len(levels(graph)) == 5_001
    graph["5000"] = ["0"]
    assert len(find_cycle(graph)) == 5_001


def test_targets_outside_of_the_graph_are_no_cycle() -> None:
    assert find_cycle({"a": ["elsewhere"]}) == []
