"""A change, rolled out on paper: what happens in which wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..model import Body, ObjectKey
from ..rollout import Outcome, Rollout, simulate
from ._change import Change
from ._difference import Difference
from ._tree import ROOT, Tree, folder_of

__all__ = ["Steps", "Unit", "steps_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What happens to the objects of one Kustomization.

    Attributes:
        key: the Kustomization.
        changes: what happens, also to itself.
    """

    key: ObjectKey
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """A change in its order.

    Attributes:
        at_once: Kustomizations that go, with what they take along: they wait for nothing.
        waves: Kustomizations with changes, by the wave in which each becomes ready.
        never: Kustomizations with changes that do not become ready.
        outcome: the whole simulation.
    """

    at_once: tuple[Unit, ...]
    waves: tuple[tuple[Unit, ...], ...]
    never: tuple[Unit, ...]
    outcome: Outcome


def steps_of(difference: Difference, rollout: Rollout) -> Steps:
    """Roll a change out on a cluster that has the tree before.

    Args:
        difference: the change.
        rollout: the roll-out of the tree after.
    """
    state = simulate(replace(rollout, folders=_folders(difference.before), facts=difference.before.facts)).state
    outcome = simulate(rollout, state)
    waves = {arrival.key: number for number, wave in enumerate(outcome.waves) for arrival in wave}
    by_wave: dict[int, list[Unit]] = {}
    at_once: list[Unit] = []
    never: list[Unit] = []
    for key, changes in _by_unit(difference).items():
        unit = Unit(key=key, changes=tuple(changes))
        if key not in difference.after.units:
            at_once.append(unit)
        elif key in waves and all(change.what != "refuse" for change in changes):
            by_wave.setdefault(waves[key], []).append(unit)
        else:
            never.append(unit)
    return Steps(
        at_once=tuple(at_once),
        waves=tuple(tuple(by_wave[number]) for number in sorted(by_wave)),
        never=tuple(never),
        outcome=outcome,
    )


def _by_unit(difference: Difference) -> dict[ObjectKey, list[Change]]:
    """The changes by the Kustomization that makes them happen: the new one, or that which lets go."""
    found: dict[ObjectKey, list[Change]] = {}
    units = {*difference.before.units, *difference.after.units}
    for change in difference.changes:
        if change.key in units:
            found.setdefault(change.key, []).insert(0, change)
            continue
        unit = difference.after.unit(change.after) if change.after is not None else None
        if unit is None and change.before is not None:
            unit = difference.before.unit(change.before)
        found.setdefault(unit or ROOT, []).append(change)
    return dict(sorted(found.items()))


def _folders(tree: Tree) -> dict[str, Sequence[Body]]:
    """The objects of a tree by the folder of their Kustomization."""
    found: dict[str, list[Body]] = {folder_of(body): [] for body in tree.units.values()}
    for item in tree.objects.values():
        unit = tree.unit(item)
        folder = folder_of(tree.units[unit]) if unit in tree.units else item.folder
        found.setdefault(folder, []).append(item.body)
    return dict(found)
