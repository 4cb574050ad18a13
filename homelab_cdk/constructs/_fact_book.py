"""Looking up facts: proven by the lab's lock, or assumed from what is nearest to it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from .._errors import LockError
from ..model import ChartFacts, Lock, LockEntry, Release, decode, walk

__all__ = ["FactBook", "KnownFacts", "Standing", "shipped_entry", "shipped_folder"]

Standing = Literal["proven", "assumed", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFacts:
    """The facts of a release and what they are worth.

    `proven` facts were read out of this very chart with these very values. `assumed` ones come from another version or
    other values; `because` says which. Of an `unknown` chart there are none.
    """

    facts: ChartFacts
    standing: Standing
    because: str = ""
    entry: LockEntry | None = None


class FactBook:
    """The lab's lock, and behind it the facts that the library ships for its own pins."""

    def __init__(self, lock: Lock | None = None, *, kubernetes: str = "") -> None:
        """Read facts from a lock; without one, from those that the library ships alone.

        Args:
            lock: what was proven; by default nothing.
            kubernetes: the lab's version; facts of another minor are assumed. By default any will do.
        """
        self.lock = lock or Lock()
        self.shown: set[str] = set()
        """Constructs of releases whose objects are looked at themselves, though they do not stand in the tree."""
        self._minor = _minor(kubernetes)

    def of(self, release: Release) -> KnownFacts:
        """What is known of a release beside what the tree shows itself."""
        known = self.whole(release)
        shown = release.in_tree or release.construct in self.shown
        return replace(known, facts=_beside_objects(known.facts)) if shown else known

    def whole(self, release: Release) -> KnownFacts:
        """What is known of a release, also where its objects stand in the tree."""
        return (
            self._known(release, self.lock.entries.get(release.construct))
            or self._known(release, shipped_entry(release.chart.name))
            or KnownFacts(
                facts=ChartFacts(),
                standing="unknown",
                because=f"no lock and no shipped facts know the chart {release.chart.name}",
            )
        )

    def _known(self, release: Release, entry: LockEntry | None) -> KnownFacts | None:
        if entry is None or entry.chart.name != release.chart.name:
            return None
        facts = entry.facts
        moved = entry.namespace not in ("", release.namespace)
        if moved:
            facts = facts.moved(entry.namespace, release.namespace)
        if entry.chart != release.chart:
            because = f"they were read from {entry.chart}, the lab has {release.chart}"
        elif moved:
            because = f"they were read for the namespace {entry.namespace}"
        elif entry.values != release.fingerprint:
            because = "they were read with other values"
        elif self._minor and entry.origin != "files" and _minor(entry.kubernetes) != self._minor:
            because = f"they were read for Kubernetes {_minor(entry.kubernetes)}, the lab has {self._minor}"
        else:
            return KnownFacts(facts=facts, standing="proven", entry=entry)
        # A chart has its classes from the values; one that these do not name belongs to the lab that was rendered.
        facts = facts.with_classes_among({leaf for _, leaf in walk(release.values) if isinstance(leaf, str)})
        return KnownFacts(facts=facts, standing="assumed", because=because, entry=entry)


def _beside_objects(facts: ChartFacts) -> ChartFacts:
    """What the objects of a release do not show, or nobody reads off them."""
    return replace(
        facts,
        crds=(),
        workloads=tuple(item for item in facts.workloads if item.hook),
        services=(),
        secrets=tuple(item for item in facts.secrets if item.random),
        objects=(),
        rights=(),
    )


def _minor(version: str) -> str:
    return ".".join(version.removeprefix("v").split(".")[:2])


def shipped_folder() -> Path:
    """Where the library keeps the facts of its own pins, one file a chart."""
    return Path(__file__).parent.parent / "facts"


@cache
def shipped_entry(chart: str) -> LockEntry | None:
    """The facts that the library ships for a chart, read with the default values of its component.

    Raises:
        LockError: the file is damaged.
    """
    path = shipped_folder() / f"{chart}.json"
    try:
        return decode(LockEntry, json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise LockError(f"the library's own facts of {chart} are damaged ({error}); install it again") from None
