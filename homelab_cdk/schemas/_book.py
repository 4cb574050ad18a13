"""Everything that is known of what objects look like, and holding any object against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..model import BUILT_IN_GROUPS, Body, GroupKind
from ._cache import SchemaCache
from ._cel import CelRules, cel_is_here
from ._crd import Crd, CrdIndex
from ._folders import CrdFolders
from ._judge import Verdicts, judge
from ._kubernetes import CoreSchemas, core_schemas
from ._shape import Problem

__all__ = ["SchemaBook", "SchemaSources"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaSources:
    """Where schemas may come from beside the objects themselves.

    `folders` hold CRDs that a person gives; `cache` is where `homelab lock` keeps those of charts. Without either, only
    Kubernetes' own kinds are known, and those whose CRDs are among the objects.
    """

    folders: tuple[Path, ...] = ()
    cache: Path | None = None


class SchemaBook:
    """Schemas by kind: those of CRDs among the objects come first, then those that a person gives, then cached ones.

    What only the cache knows is asked for by `origins`: where the CRD of a kind was learnt from, such as a chart's digest.
    """

    def __init__(
        self,
        kubernetes: str,
        *,
        crds: Iterable[tuple[str, Body]] = (),
        sources: SchemaSources | None = None,
        origins: Callable[[GroupKind], Sequence[str]] = lambda kind: (),
    ) -> None:
        """Collect schemas; none is compiled before an object of its kind is looked at.

        Args:
            kubernetes: the version of the cluster, `1.36` or `1.36.1`.
            crds: CustomResourceDefinitions among the objects, with whoever made each.
            sources: folders and the cache; by default none.
            origins: where in the cache the CRD of a kind may be.

        Raises:
            ConfigError: a folder does not exist or has no CRDs, or a file with CRDs is no YAML.
        """
        self.kubernetes = kubernetes
        self.rules: CelRules | None = CelRules() if cel_is_here() else None
        """What evaluates CEL; nothing where the library for it is not installed."""
        self._sources = sources or SchemaSources()
        self._cache = SchemaCache(self._sources.cache) if self._sources.cache is not None else None
        self._own = CrdIndex()
        for maker, body in crds:
            self._own.add(maker, [body])
        self._folders = CrdFolders(self._sources.folders, self._cache)
        self._origins = origins
        self._cached: dict[GroupKind, Crd | None] = {}
        self._verdicts: Verdicts = {}

    @cached_property
    def core(self) -> CoreSchemas | None:
        """Kubernetes' own kinds; nothing where `kubernetes-validate` is not installed."""
        return core_schemas(self.kubernetes)

    def given(self, kind: GroupKind) -> Crd | None:
        """The CRD of a kind, as it is among the objects or as a person gave it."""
        return self._own.get(kind) or self._folders.get(kind)

    def cached(self, kind: GroupKind) -> Crd | None:
        """The CRD of a kind, as it was learnt before."""
        if kind not in self._cached:
            found: Crd | None = None
            for origin in self._origins(kind) if self._cache is not None else ():
                found = self._cache.get(origin, kind) if self._cache is not None else None
                if found is not None:
                    break
            self._cached[kind] = found
        return self._cached[kind]

    def crd(self, kind: GroupKind) -> Crd | None:
        """The CRD of a kind, wherever it comes from."""
        return self.given(kind) or self.cached(kind)

    def core_problems(self, body: Body) -> Iterator[Problem]:
        """What is wrong with an object of Kubernetes' own; nothing where it serves no such kind."""
        shape = self.core.shape(str(body.get("apiVersion")), str(body.get("kind"))) if self.core is not None else None
        if shape is None or shape.accepts(body):
            return
        # Kubernetes drops nulls of fields before it looks.
        yield from shape.problems(_without_nulls(body))

    def custom_problems(self, body: Body, crd: Crd) -> Iterator[Problem]:
        """What is wrong with an object of a CRD's kind."""
        yield from judge(body, crd, self.rules, known=self._verdicts)

    def problems(self, body: Body) -> Iterator[Problem]:
        """What is wrong with an object by the schema that there is of its kind."""
        kind = GroupKind.of(body)
        if kind.group in BUILT_IN_GROUPS:
            yield from self.core_problems(body)
        elif (crd := self.crd(kind)) is not None:
            yield from self.custom_problems(body, crd)


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_without_nulls(item) for item in value]
    return value
