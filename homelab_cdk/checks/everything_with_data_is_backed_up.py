"""Backups are made of all that holds data, and of nothing that is not there."""

from __future__ import annotations

from ..constructs import Backups
from ..order import Built
from ._pods import pods_of
from ._policies import namespaces
from ._read import at, texts
from ._rule import Found, Hit, rule


@rule(
    "HL771",
    "everything_with_data_is_backed_up",
    needs="lab",
)
def everything_with_data_is_backed_up(built: Built) -> Found:
    """Backups are made of all that holds data, and of nothing that is not there.

    In a lab that makes backups, each namespace of a component or app that holds data is in a Schedule of Velero that is not
    paused, and each Schedule is about namespaces of the lab. What is left out is missed on the day when it is needed.
    """
    if not built.lab.surroundings.capabilities.all(Backups):
        return
    covered: set[str] = set()
    for item in built.of("velero.io", "Schedule"):
        spec = at(item.body, "spec")
        listed = texts(at(spec, "template").get("includedNamespaces"))
        gone = [name for name in listed if name != "*" and name not in namespaces(built)]
        if gone and not pods_of(built).open_everywhere:
            yield Hit.of(
                item,
                f"spec.template.includedNamespaces names {', '.join(gone)}, which nothing in this lab makes",
                "correct it",
            )
        if spec.get("paused") is not True:
            left_out = texts(at(spec, "template").get("excludedNamespaces"))
            every = [item.key.name for item in built.of("", "Namespace")] if "*" in listed or not listed else listed
            covered |= set(every) - set(left_out)
    for item in built.of("", "Namespace"):
        if item.chart.holds_data and item.key.name not in covered:
            yield Hit.of(
                item,
                f"{item.chart.path} holds data in it, and no Schedule makes backups of it",
                "add it to one (`holds_data` does), or unpause the one that has it",
            )
