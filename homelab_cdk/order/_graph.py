"""Directed graphs by name: levels, cycles, and the edges that say something new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["find_cycle", "levels", "reduced"]

Graph = Mapping[str, Sequence[str]]


def levels(graph: Graph) -> list[list[str]]:
    """Names by the length of the longest chain behind them; within a level in the order of the graph.

    Raises:
        ValueError: the graph has a cycle.
    """
    depth: dict[str, int] = {}
    waiting = {name: set(targets) for name, targets in graph.items()}
    dependents: dict[str, list[str]] = {name: [] for name in graph}
    for name, targets in waiting.items():
        for target in sorted(targets):
            dependents[target].append(name)
    ready = [name for name in graph if not waiting[name]]
    for name in ready:
        depth[name] = max((depth[target] + 1 for target in graph[name]), default=0)
        for dependent in dependents[name]:
            waiting[dependent].discard(name)
            if not waiting[dependent]:
                ready.append(dependent)
    if len(depth) < len(graph):
        raise ValueError("the graph has a cycle")
    result: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name in graph:
        result[depth[name]].append(name)
    return result


def find_cycle(graph: Graph) -> list[str]:
    """The names of one cycle, each waiting for the next and the last for the first; empty where there is none."""
    done: set[str] = set()
    for start in graph:
        if start in done:
            continue
        path: list[str] = [start]
        position = {start: 0}
        pending = [iter(graph[start])]
        while pending:
            following = next(pending[-1], None)
            if following is None:
                pending.pop()
                name = path.pop()
                del position[name]
                done.add(name)
            elif following in position:
                return path[position[following] :]
            elif following in graph and following not in done:
                position[following] = len(path)
                path.append(following)
                pending.append(iter(graph[following]))
    return []


def reduced(graph: Graph) -> dict[str, list[str]]:
    """The same graph without edges that follow from others; for pictures."""
    order = [name for level in levels(graph) for name in level]
    behind: dict[str, set[str]] = {}
    for name in order:
        behind[name] = set(graph[name]).union(*(behind[target] for target in graph[name]))
    return {
        name: [target for target in targets if not any(target in behind[other] for other in targets if other != target)]
        for name, targets in graph.items()
    }
