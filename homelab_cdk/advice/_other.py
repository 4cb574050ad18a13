"""The same lab with another configuration, built in this process; nothing is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from ..constructs import FactBook, StorageClass
from ..model import ChartFacts, LabConfig, Lock, read_lock
from ..order import Built
from ..synth._garbage import no_collection
from ..synth._run import LOCK_FILE, collect_config, order_lab

__all__ = ["class_names", "other_lab"]


@no_collection()
def other_lab(config: LabConfig, root: Path, *, classes: Collection[str]) -> Built:
    """Build a lab by the facts that are nearest to it.

    The lock was read with the values of the lab as it is. Where the library's own facts were read with just the values that
    a release has now, they come before the lock's; and volumes of a StorageClass that is gone become those of the default
    one, as the values of every component name it.

    Args:
        config: the other configuration.
        root: the repository, for its apps and its lock.
        classes: the StorageClasses of the lab as it is.

    Raises:
        HomelabError: the lab cannot be built or put into an order.
    """
    built = order_lab(collect_config(config, root))
    lock = read_lock(root / LOCK_FILE)
    nearer = _nearer(lock, built, frozenset(classes) - class_names(built))
    return built if nearer == lock else order_lab(collect_config(config, root, over=lambda _: nearer))


def class_names(built: Built) -> frozenset[str]:
    """The StorageClasses that a lab brings."""
    return frozenset(item.name for item in built.lab.surroundings.capabilities.all(StorageClass))


def _nearer(lock: Lock, built: Built, gone: Collection[str]) -> Lock:
    entries = dict(lock.entries)
    shipped = FactBook()
    for release, known in built.releases:
        entry = entries.get(release.construct)
        if entry is None or known.standing != "assumed":
            continue
        if shipped.of(release).standing == "proven":
            del entries[release.construct]
        else:
            entries[release.construct] = replace(entry, facts=_by_default(entry.facts, gone))
    return Lock(entries=entries)


def _by_default(facts: ChartFacts, gone: Collection[str]) -> ChartFacts:
    """The same facts with the default StorageClass in the place of some."""
    workloads = tuple(
        replace(
            workload,
            volumes=tuple(
                replace(volume, storage_class="") if volume.storage_class in gone else volume
                for volume in workload.volumes
            ),
        )
        for workload in facts.workloads
    )
    return replace(facts, workloads=workloads)
