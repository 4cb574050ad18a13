"""Every object of a lab held against the schema of its kind, once for all rules that tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..components.flux import FLUX_SCHEMAS
from ..constructs import Component
from ..model import BUILT_IN_GROUPS, REMOVED_GROUPS, GroupKind, resources_fingerprint
from ..order import FLUX_GROUPS, Built, Item
from ..schemas import Problem, SchemaBook
from ._rule import once

__all__ = ["Judged", "certified_kinds", "judged", "said", "schema_book"]


@dataclass(slots=True, kw_only=True)
class Judged:
    """What was found, by the rule that tells of it."""

    core: list[tuple[Item, Problem]] = field(default_factory=list)
    """Fields of Kubernetes' own objects."""
    custom: list[tuple[Item, Problem]] = field(default_factory=list)
    """Fields of custom resources."""
    rules: list[tuple[Item, Problem]] = field(default_factory=list)
    """CEL rules of CRDs."""
    unknown: list[Item] = field(default_factory=list)
    """Objects of whose kind no schema is at hand, and which no certificate covers."""
    unruled: list[Item] = field(default_factory=list)
    """Objects whose CRDs have rules, while the library that evaluates CEL is not installed."""
    uncertain: list[tuple[Item, Problem]] = field(default_factory=list)
    """Rules that the library cannot evaluate."""


def said(problem: Problem) -> str:
    """A problem as a rule tells it: where in the object, what is wrong, and what was probably meant."""
    where = f"{problem.path}: " if problem.path else ""
    return f"{where}{problem.message}" + (f"; {problem.suggestion}" if problem.suggestion else "")


@once
def schema_book(built: Built) -> SchemaBook:
    """All schemas that a lab may be held against: its own CRDs, those that a person gave, and cached ones."""
    digests: dict[GroupKind, list[str]] = {}
    for release, known in built.releases:
        if known.entry is not None and known.entry.chart == release.chart:
            for crd in known.facts.crds:
                digests.setdefault(crd.group_kind, []).append(known.entry.digest)

    def origins(kind: GroupKind) -> Sequence[str]:
        own = digests.get(kind, [])
        return [*own, FLUX_SCHEMAS] if kind.group in FLUX_GROUPS else own

    crds = [(item.path, item.body) for item in built.of("apiextensions.k8s.io", "CustomResourceDefinition")]
    return SchemaBook(built.lab.config.cluster.kubernetes, crds=crds, sources=built.schemas, origins=origins)


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
        if items and resources_fingerprint((item.body for item in items), known.facts) == entry.resources:
            found.update(kinds)
    return frozenset(found)


@once
def judged(built: Built) -> Judged:
    """Hold every object of a lab against the schema of its kind.

    What a CRD at hand describes is always looked at; where only the cache knows the CRD, the certificate of these very
    objects says the same, and costs less.
    """
    book, found = schema_book(built), Judged()
    for kind, items in built.by_kind.items():
        if kind.group in BUILT_IN_GROUPS:
            found.core += [(item, problem) for item in items for problem in book.core_problems(item.body)]
            continue
        if kind.group in REMOVED_GROUPS:
            continue
        crd = book.given(kind)
        if crd is None and kind in certified_kinds(built):
            continue
        crd = crd or book.cached(kind)
        if crd is None:
            found.unknown += [item for item in items if not _tested(built, item)]
            continue
        for item in items:
            for problem in book.custom_problems(item.body, crd):
                _list_for(problem, found).append((item, problem))
        if book.rules is None and any(version.has_rules for version in crd.served.values()):
            found.unruled += items
    return found


def _list_for(problem: Problem, found: Judged) -> list[tuple[Item, Problem]]:
    if not problem.certain:
        return found.uncertain
    return found.rules if problem.rule else found.custom


def _tested(built: Built, item: Item) -> bool:
    """Whether an object of Flux is just what this library writes, which its own tests hold against Flux's CRDs."""
    if item.key.group not in FLUX_GROUPS or any(patch.matches(item.key) for patch in item.chart.patches):
        return False
    ours = isinstance(item.chart, Component) and type(item.chart).__module__.startswith("homelab_cdk.components.")
    return ours or item.path in _releases(built)


@once
def _releases(built: Built) -> frozenset[str]:
    releases = [release for chart in built.lab.unit_charts for release in chart.helm_releases]
    return frozenset(path for item in releases for path in (item.source.path, item.manifest.path))
