"""Looking at any tree of objects, whoever made it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TypeVar

from ..model import Body, Finding
from ._check import examine
from ._report import Outcome, Report, Unchecked

__all__ = ["check_tree", "examine_tree"]

_Told = TypeVar("_Told", Finding, Unchecked)


def check_tree(source: Path | Iterable[Body], *, without: Collection[str] = ()) -> list[Finding]:
    """What is wrong with a tree of objects, in the order of the rules' codes; see `examine_tree`."""
    return list(examine_tree(source, without=without).findings)


def examine_tree(source: Path | Iterable[Body], *, without: Collection[str] = ()) -> Report:
    """Look at a tree of objects with every rule that needs no more than objects.

    A folder is read as kustomize and Flux read it: what a `kustomization.yaml` makes of its resources, components,
    generators and patches, what a Flux Kustomization of the tree makes of its path, with its target namespace, patches and
    variables, and what lies in a folder without either, which is a unit of its own. A tree for more than one cluster is
    looked at cluster by cluster. Nothing is known of charts, of machines and of what comes from elsewhere, so rules about
    those cannot tell, and the report says so.

    Of a tree that this library has written, its inventory tells which files somebody applies before Flux runs: k3s those of
    `hosts/`, a person those of `flux/`. Each object of them that Flux applies, too, is handed over to it, and counts once.

    Args:
        source: a folder of YAML files, or the objects themselves. Files that are no YAML, documents that are no objects, and
            what nothing applies, are left aside and listed in the report's `skipped`.
        without: codes or names of rules that are left out, such as those that say how this library wants a tree.

    Raises:
        BuildError: the folder is not there, or no rule is called like one that is to be left out.
    """
    # A run over a lab reads no trees of others, and need not wait for what does.
    from ._bare import read

    labs, skipped = read(source)
    return dataclasses.replace(_joined([examine(built, without=without) for built in labs]), skipped=skipped)


def _joined(reports: list[Report]) -> Report:
    """What some clusters come to; what is told of one line of a file twice, because two apply what stands there, once."""
    order: tuple[Outcome, ...] = ("finds", "cannot tell", "passes")
    outcomes = {
        code: min((report.outcomes[code] for report in reports), key=order.index) for code in reports[0].outcomes
    }
    return Report(
        findings=tuple(_once(one for report in reports for one in report.findings)),
        unchecked=tuple(_once(one for report in reports for one in report.unchecked)),
        outcomes=outcomes,
        objects=sum(report.objects for report in reports),
    )


def _once(told: Iterable[_Told]) -> Iterable[_Told]:
    seen: dict[tuple[object, ...], _Told] = {}
    for number, one in enumerate(told):
        seen.setdefault((one.code, one.place, one.subject, one.reason, None if one.place else number), one)
    return sorted(seen.values(), key=lambda one: one.code)
