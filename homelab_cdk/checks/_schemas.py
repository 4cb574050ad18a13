"""Every object of a lab held against the schema of its kind, once for all rules that tell of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, Protocol, TypeVar

from ..components.flux import FLUX_SCHEMAS
from ..constructs import Component
from ..model import BUILT_IN_GROUPS, REMOVED_GROUPS, Body, GroupKind, LockEntry, ObjectKey, resources_fingerprint
from ..order import FLUX_GROUPS, Built, Item
from ..schemas import Problem, SchemaBook
from ._flux_fields import strange_fields
from ._rule import once

__all__ = ["Judged", "Subject", "certified_kinds", "hold", "judged", "judged_core", "origins_of", "said", "schema_book"]


class Subject(Protocol):
    """An object and whoever made it."""

    @property
    def body(self) -> Body: ...

    @property
    def path(self) -> str: ...

    @property
    def key(self) -> ObjectKey: ...


T = TypeVar("T", bound=Subject)


@dataclass(slots=True, kw_only=True)
class Judged(Generic[T]):
    """What was found, by the rule that tells of it."""

    core: list[tuple[T, Problem]] = field(default_factory=list)
    """Fields of Kubernetes' own objects."""
    custom: list[tuple[T, Problem]] = field(default_factory=list)
    """Fields of custom resources."""
    rules: list[tuple[T, Problem]] = field(default_factory=list)
    """CEL rules of CRDs."""
    unknown: list[T] = field(default_factory=list)
    """Objects of whose kind no schema is at hand, and which no certificate covers."""
    unruled: list[T] = field(default_factory=list)
    """Objects whose CRDs have rules, while the library that evaluates CEL is not installed."""
    uncertain: list[tuple[T, Problem]] = field(default_factory=list)
    """Rules that the library cannot evaluate."""


def said(problem: Problem) -> tuple[str, str]:
    """A problem as a rule tells it: where in the object and what is wrong; and what to write instead."""
    reason = f"{problem.path}: {problem.message}" if problem.path else problem.message
    if not problem.certain:
        # What evaluates rules ends what it says with a full stop.
        return reason.removesuffix("."), "see for yourself whether it holds, and accept this finding if it does"
    if problem.rule:
        return f"{reason} (the CRD's rule: {' '.join(problem.rule.split())})", "write it so that the rule holds"
    return reason, problem.suggestion or "write what its schema allows"


@once
def schema_book(built: Built) -> SchemaBook:
    """All schemas that a lab may be held against: its own CRDs, those that a person gave, and cached ones."""
    entries = [
        known.entry
        for release, known in built.releases
        if known.entry is not None and known.entry.chart == release.chart
    ]
    crds = [(item.path, item.body) for item in built.of("apiextensions.k8s.io", "CustomResourceDefinition")]
    kubernetes = built.lab.config.cluster.kubernetes
    return SchemaBook(kubernetes, crds=crds, sources=built.schemas, origins=origins_of(entries))


def origins_of(entries: Iterable[LockEntry]) -> Callable[[GroupKind], Sequence[str]]:
    """Where the cache may know the CRD of a kind from: the charts that bring it, and Flux."""
    digests: dict[GroupKind, list[str]] = {}
    for entry in entries:
        for crd in entry.facts.crds:
            digests.setdefault(crd.group_kind, []).append(entry.digest)

    def origins(kind: GroupKind) -> Sequence[str]:
        own = digests.get(kind, [])
        return [*own, FLUX_SCHEMAS] if kind.group in FLUX_GROUPS else own

    return origins


@once
def certified_kinds(built: Built) -> frozenset[GroupKind]:
    """The kinds whose objects are just those that `homelab lock` held against the CRDs of their chart."""
    found: set[GroupKind] = set()
    for release, known in built.releases:
        entry = known.entry
        if entry is None or entry.chart != release.chart:
            continue
        kinds = dict.fromkeys(crd.group_kind for crd in known.facts.crds)
        items = [item for kind in kinds for item in built.by_kind.get(kind, ())]
        # What was held against CRDs was counted; that tells most others without a look at them.
        if (
            items
            and len(items) == entry.custom_resources
            and resources_fingerprint((item.body for item in items), known.facts) == entry.resources
        ):
            found.update(kinds)
    return frozenset(found)


@once
def judged_core(built: Built) -> Judged[Item]:
    """Every object of Kubernetes' own kinds, held against its schema."""
    own = {kind: items for kind, items in built.by_kind.items() if kind.group in BUILT_IN_GROUPS}
    return hold(schema_book(built), own, certified=lambda kind: False)


@once
def judged(built: Built) -> Judged[Item]:
    """Every custom resource of a lab, held against its CRD."""
    custom = {kind: items for kind, items in built.by_kind.items() if kind.group not in BUILT_IN_GROUPS}
    found = hold(schema_book(built), custom, certified=lambda kind: kind in certified_kinds(built))
    found.unknown = [item for item in found.unknown if not _tested(built, item)]
    return found


def hold(
    book: SchemaBook, objects: Mapping[GroupKind, list[T]], *, certified: Callable[[GroupKind], bool]
) -> Judged[T]:
    """Hold every object against the schema of its kind.

    What a CRD at hand describes is always looked at; where only the cache knows the CRD, the certificate of these very
    objects says the same, and costs less.
    """
    found: Judged[T] = Judged()
    for kind, items in objects.items():
        if kind.group in BUILT_IN_GROUPS:
            found.core += [(item, problem) for item in items for problem in _open(item.body, book.core_problems)]
            continue
        if kind.group in REMOVED_GROUPS:
            continue
        crd = book.given(kind)
        if crd is None and certified(kind):
            continue
        crd = crd or book.cached(kind)
        if crd is None:
            found.unknown += items
            continue
        for item in items:
            for problem in _open(item.body, partial(book.custom_problems, crd=crd)):
                _list_for(problem, found).append((item, problem))
        if book.rules is None and any(version.has_rules for version in crd.served.values()):
            found.unruled += items
    return found


def _open(body: Body, problems: Callable[[Body], Iterable[Problem]]) -> Iterable[Problem]:
    """The problems of an object that SOPS may have encrypted: Flux takes out what SOPS says of itself, and fills in values."""
    if "sops" not in body:
        return problems(body)
    clear = {key: value for key, value in body.items() if key != "sops"}
    return (problem for problem in problems(clear) if "ENC[" not in problem.message)


def _list_for(problem: Problem, found: Judged[T]) -> list[tuple[T, Problem]]:
    if not problem.certain:
        return found.uncertain
    return found.rules if problem.rule else found.custom


def _tested(built: Built, item: Item) -> bool:
    """Whether an object of Flux is just what this library writes, which its own tests hold against Flux's CRDs."""
    if item.key.group not in FLUX_GROUPS or any(patch.matches(item.key) for patch in item.chart.patches):
        return False
    ours = isinstance(item.chart, Component) and type(item.chart).__module__.startswith("homelab_cdk.components.")
    # An application may have changed it all the same, or given it a field of its own.
    return (ours or item.path in _releases(built)) and not any(strange_fields(item.body))


@once
def _releases(built: Built) -> frozenset[str]:
    charts = built.lab.unit_charts
    releases = [item for chart in charts for item in chart.helm_releases if not item.release.in_tree]
    return frozenset(path for item in releases for path in (item.source.path, item.manifest.path))
