"""Holding any objects against the schemas of their kinds, whether there is a lab around them or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..model import Body, Finding, GroupKind, Lock, ObjectKey
from ..schemas import SchemaBook, SchemaSources
from ._rule import RULES
from ._schemas import Judged, hold, origins_of, said
from ._versions import about_to_go, not_served

__all__ = ["check_bodies"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Object:
    body: Body
    path: str
    key: ObjectKey


def check_bodies(
    bodies: Iterable[Body | tuple[str, Body]],
    *,
    kubernetes: str = "1.36",
    crds: Sequence[Path] = (),
    cache: Path | None = None,
    lock: Lock | None = None,
) -> list[Finding]:
    """Hold objects of any tree against the schemas of their kinds.

    Kubernetes' own kinds are held against its version, custom resources against their CRDs: those among the objects come
    first, then those of `crds`, then those that the cache knows of the lock's charts and of Flux.

    Args:
        bodies: the objects, each alone or with where it comes from, such as its file.
        kubernetes: version of the cluster, `1.36` or `1.36.1`.
        crds: folders with CustomResourceDefinitions.
        cache: where `homelab lock` keeps schemas, such as `homelab_cdk.schemas.default_schemas()`; by default none.
        lock: the charts whose CRDs are taken from the cache.

    Returns:
        Findings with the codes of the rules that say the same of a lab, in the order of the objects.

    Raises:
        ConfigError: a folder does not exist or has no CRDs, or a file with CRDs is no YAML.
    """
    objects = [_object(item) for item in bodies]
    by_kind: dict[GroupKind, list[_Object]] = {}
    for item in objects:
        by_kind.setdefault(item.key.group_kind, []).append(item)
    book = SchemaBook(
        kubernetes,
        crds=[(item.path, item.body) for item in objects if item.key.kind == "CustomResourceDefinition"],
        sources=SchemaSources(folders=tuple(crds), cache=cache),
        origins=origins_of(lock.entries.values() if lock is not None else ()),
    )
    found = list(_found(hold(book, by_kind, certified=lambda kind: False), objects, book))
    place = {id(item): number for number, item in enumerate(objects)}
    found.sort(key=lambda one: (place[id(one[0])], one[1]))
    return [
        Finding(code=code, level=RULES[code].level, where=item.path, subject=str(item.key), reason=reason, fix=fix)
        for item, code, reason, fix in found
    ]


def _found(
    judged: Judged[_Object], objects: list[_Object], book: SchemaBook
) -> Iterator[tuple[_Object, str, str, str]]:
    for code, problems in (
        ("HL150", judged.core),
        ("HL151", judged.custom),
        ("HL152", judged.rules),
        ("HL155", judged.uncertain),
    ):
        yield from ((item, code, *said(problem)) for item, problem in problems)
    for item in objects:
        version = str(item.body.get("apiVersion"))
        if told := not_served(version, item.key.group_kind, book):
            yield item, "HL153", *told
        if told := about_to_go(version, item.key.group_kind, book):
            yield item, "HL154", *told
    for item in judged.unruled:
        reason = (
            "its CRD has rules in CEL, which are not checked, because the library that evaluates them is not installed"
        )
        yield item, "HL155", reason, "pip install 'homelab-cdk[lock]'"
    for item in judged.unknown:
        yield item, "HL107", "no CRD of its kind is at hand to hold it against", "give its CRD with `crds`"


def _object(item: Body | tuple[str, Body]) -> _Object:
    path, body = item if isinstance(item, tuple) else ("", item)
    return _Object(body=body, path=path, key=ObjectKey.of(body))
