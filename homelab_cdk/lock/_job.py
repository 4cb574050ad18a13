"""One release on its way through the proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ..model import ChartFacts, ObjectKey, PathCounts, Release
from ..schemas import CelRules
from ._chart import ChartTree
from ._facts import RenderedObject
from ._renderer import RenderedText
from ._store import LocalChart

__all__ = ["Job", "Progress", "job_of"]

Progress = Callable[[str, str], None]
"""Called with the construct and what is being done for it, for people who wait."""


@dataclass(slots=True)
class Job:
    """One release: what was read and rendered of it so far, and what came out."""

    release: Release
    chart: LocalChart | None = None
    tree: ChartTree | None = None
    first: list[RenderedText] = field(default_factory=list)
    since: float = 0.0
    texts: list[RenderedText] = field(default_factory=list)
    objects: list[RenderedObject] = field(default_factory=list)
    unstable: frozenset[ObjectKey] = frozenset()
    paths: PathCounts = PathCounts()
    facts: ChartFacts = ChartFacts()
    output: str = ""
    rules: CelRules = field(default_factory=CelRules)
    judged: int = 0
    rendered: bool = False
    refused: bool = False
    seconds: float = 0.0


def job_of(release: Release) -> Job:
    """The job of a release, with values that are nothing but dicts, lists and scalars."""
    return Job(replace(release, values=_plain_map(release.values)))


def _plain_map(values: Mapping[str, object]) -> dict[str, object]:
    return {str(key): _plain(item) for key, item in values.items()}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return _plain_map(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
