"""Each object in the cluster has one owner."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import ChartFacts, ObjectKey
from ..order import Built
from ._rule import Found, Hit, rule
from ._standing import if_assumed, unseen


@rule(
    "HL201",
    "every_object_has_one_owner",
    example="""
 apiVersion: v1
 kind: Namespace
 metadata:
   name: web
   labels: {from: one-file}
----
-apiVersion: v1
-kind: Namespace
-metadata:
-  name: web
-  labels: {from: another}
""",
    says="""
Namespace web: objects/namespace-web makes this object, too; an object has one owner: rename one of
them, or leave it out
""",
    see=(
        "https://github.com/fluxcd/kustomize-controller/issues/1724",
        "https://github.com/fluxcd/flux2/issues/1522",
    ),
)
def every_object_has_one_owner(built: Built) -> Found:
    """Each object in the cluster has one owner.

    No object is there twice: neither two constructs make it, nor a construct and a chart, nor two charts. Two
    owners overwrite each other for ever, and when one of them drops the object, it is deleted.
    """
    seen: dict[ObjectKey, str] = {}
    for item in built.items:
        key = item.key
        if key not in seen:
            seen[key] = item.path
        else:
            yield Hit(
                item.path,
                str(key),
                f"{seen[key]} makes this object, too",
                "an object has one owner: rename one of them, or leave it out",
            )
    rendered: dict[ObjectKey, str] = {}
    for release, known in built.releases:
        who, standing = f"the chart {release.chart}", if_assumed(known)
        for key in _rendered(known.facts):
            if key in seen:
                yield Hit(
                    seen[key],
                    str(key),
                    f"{who} of {release.construct} renders this object, too{standing}",
                    "leave it out here, or turn it off in the chart's values",
                )
            elif rendered.setdefault(key, release.construct) != release.construct:
                yield Hit(
                    release.construct,
                    str(key),
                    f"{who} renders this object, and the chart of {rendered[key]} renders it, too{standing}",
                    "turn it off in the values of one of them",
                )
    yield from unseen(built)


def _rendered(facts: ChartFacts) -> Iterator[ObjectKey]:
    for workload in facts.workloads:
        if not workload.hook:
            yield workload.key
    for service in facts.services:
        yield ObjectKey("", "Service", service.namespace, service.name)
    for secret in facts.secrets:
        yield ObjectKey("", "Secret", secret.namespace, secret.name)
    yield from facts.objects
