"""What holds of every roll-out."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from homelab_cdk.model import Body, ChartFacts
from homelab_cdk.order import Built
from homelab_cdk.rollout import Outcome, Rollout, simulate
from tests.labs import config_map
from tests.rollout.made_up import (
    ROOT,
    changed,
    custom,
    kustomization_key,
    namespace,
    operator,
    release,
    rollout,
    unit,
)


def shuffled(original: Rollout, seed: int) -> Rollout:
    """The same objects, in another order of folders and files."""
    chance = random.Random(seed)
    folders = list(original.folders.items())
    chance.shuffle(folders)
    mixed = {path: chance.sample(list(bodies), len(bodies)) for path, bodies in folders}
    early = chance.sample(list(original.early), len(original.early))
    facts = list(original.facts.items())
    chance.shuffle(facts)
    return replace(original, folders=mixed, early=early, facts=dict(facts))


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_files_changes_nothing(lab: Rollout, seed: int) -> None:
    assert simulate(shuffled(lab, seed)) == simulate(lab)


def test_every_edge_for_a_crd_is_needed_or_follows_from_others(built: Built, lab: Rollout) -> None:
    waits = {unit.name: set(unit.depends_on) for unit in built.units}
    edges = [
        (unit.name, other)
        for unit in built.units
        for other, reasons in unit.depends_on.items()
        if any(reason.because == "crd" for reason in reasons)
    ]
    assert len(edges) > 5
    needed = []
    for name, other in edges:
        outcome = simulate(without_edge(lab, name, other))
        # THEN Flux comes through, for it tries again
        assert outcome.gets_there, (name, other)
        # AND at the first attempt where the unit comes after the CRD by way of others
        assert outcome.converges or not reaches(waits, name, other, without=(name, other)), (name, other)
        needed += [] if outcome.converges else [(name, other)]
        assert {block.where.name for block in outcome.blocks} <= {name}
    # AND elsewhere only if what the unit waits for is itself held up until then, by a Secret for example
    assert len(needed) > 5


def without_edge(original: Rollout, name: str, other: str) -> Rollout:
    def cut(body: Body) -> None:
        body["spec"]["dependsOn"] = [entry for entry in body["spec"]["dependsOn"] if entry["name"] != other]

    return changed(original, "Kustomization", name, cut)


def reaches(waits: dict[str, set[str]], start: str, target: str, *, without: tuple[str, str]) -> bool:
    pending, seen = [start], {start}
    while pending:
        name = pending.pop()
        for other in waits[name] - seen:
            if (name, other) != without:
                seen.add(other)
                pending.append(other)
    return target in seen


def test_unrelated_units_change_nothing(lab: Rollout) -> None:
    before = simulate(lab)
    name = "unrelated"
    body, bodies = unit(name, namespace(name), config_map())
    bodies[1]["metadata"]["namespace"] = name
    folders = {**lab.folders, ROOT: [*lab.folders[ROOT], body], f"generated/{name}": bodies}
    after = simulate(replace(lab, folders=folders))
    assert after.blocks == before.blocks
    kept = [[arrival for arrival in wave if arrival.key != kustomization_key(name)] for wave in after.waves]
    assert kept == [list(wave) for wave in before.waves]


GRAPHS = st.lists(st.sets(st.integers(0, 7), max_size=3), min_size=1, max_size=8)


def units_of(
    graph: list[set[int]], *, users: bool = True
) -> tuple[list[tuple[Body, list[Body]]], dict[str, ChartFacts]]:
    """A unit with an operator for each node, which also has an object of each operator that it waits for."""
    units, facts = [], {}
    for number, waits in enumerate(graph):
        name = f"u{number}"
        after = [f"u{other}" for other in sorted(waits) if other < len(graph)]
        used = [custom("Pot", other, name=f"{name}-{other}", namespace=name) for other in after if other != name]
        units.append(unit(name, namespace(name), *release(name), *(used if users else ()), after=after))
        facts[name] = operator(name, "Pot", webhooks=number % 2 == 0)
    return units, facts


def ready(outcome: Outcome) -> set[str]:
    return {arrival.key.name for wave in outcome.waves for arrival in wave if arrival.key.kind == "Kustomization"}


@given(GRAPHS)
def test_a_graph_converges_where_it_has_no_circle(graph: list[set[int]]) -> None:
    units, facts = units_of(graph)
    whole = rollout(*units, facts=facts)
    outcome = simulate(whole)
    straight = {number for number in range(len(graph)) if not _circular(graph, number)}
    assert {f"u{number}" for number in straight} == ready(outcome) - {"flux-system"}
    assert outcome.converges is (len(straight) == len(graph))
    assert all(block.reason == "cycle" for block in outcome.blocks)
    # AND everything is ready, faulty, or held up by something else
    named = {block.where.name for block in outcome.blocks} | {m.name for b in outcome.blocks for m in b.members}
    assert ready(outcome) | named | {key.name for key in outcome.held_up} >= {f"u{n}" for n in range(len(graph))}
    assert simulate(shuffled(whole, len(graph))) == outcome


def _circular(graph: list[set[int]], start: int) -> bool:
    """Whether a node is in a circle or behind one."""
    pending, seen = [(start, (start,))], set()
    while pending:
        node, path = pending.pop()
        for other in graph[node]:
            if other >= len(graph):
                continue
            if other in path:
                return True
            if (other, path) not in seen:
                seen.add((other, path))
                pending.append((other, (*path, other)))
    return False


@given(GRAPHS)
def test_what_holds_once_holds_again(graph: list[set[int]]) -> None:
    # GIVEN any roll-out, WHEN the same is rolled out into the cluster that it left
    units, facts = units_of([{other for other in waits if other < number} for number, waits in enumerate(graph)])
    whole = rollout(*units, facts=facts)
    first = simulate(whole)
    assert first.converges
    again = simulate(whole, first.state)
    assert again.converges
    assert ready(again) == ready(first)
    assert again.state == first.state
