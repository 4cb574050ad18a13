"""Flux can read every interval and timeout."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import seconds
from ..order import FLUX_GROUPS, Built, Item
from ._read import Map, mapping
from ._rule import Found, Hit, rule

_FIELDS = ("interval", "retryInterval", "timeout")
_SHORTEST = 60
_SOURCES = "source.toolkit.fluxcd.io"


@rule(
    "HL204",
    "every_flux_duration_is_valid",
    example="""
 apiVersion: kustomize.toolkit.fluxcd.io/v1
 kind: Kustomization
 metadata: {name: secrets, namespace: flux-system}
 spec:
   path: ./secrets
-  interval: 1 hour
+  interval: 1h
   timeout: 5m
   retryInterval: 2m
   prune: true
   sourceRef: {kind: GitRepository, name: flux-system}
""",
    says="""
Kustomization.kustomize.toolkit.fluxcd.io flux-system/secrets: spec.interval is '1 hour', which is
no duration; write a number with ms, s, m or h, such as 10m or 1h30m
""",
)
def every_flux_duration_is_valid(built: Built) -> Found:
    """Flux can read every interval and timeout.

    Each interval and timeout of a Flux object is a duration such as `1h30m`, an interval at least a minute long (also that
    in which a FluxInstance syncs, and that of a HelmRelease's chart), and a source's timeout has no hours.
    """
    for kind, items in built.by_kind.items():
        if kind.group not in FLUX_GROUPS:
            continue
        for item in items:
            for field, value in _durations(mapping(item.body.get("spec")), "spec"):
                problem = _problem(item, field, value)
                if problem is not None:
                    yield Hit.of(item, f"{field} is {value!r}, {problem[0]}", problem[1])


def _durations(spec: Map, path: str) -> Iterator[tuple[str, object]]:
    for key, value in spec.items():
        if key in _FIELDS:
            yield f"{path}.{key}", value
        elif key in ("install", "upgrade", "rollback", "uninstall", "test", "strategy", "chart", "spec", "sync"):
            yield from _durations(mapping(value), f"{path}.{key}")


def _problem(item: Item, field: str, value: object) -> tuple[str, str] | None:
    """What is wrong with a duration, and how to mend it."""
    length = seconds(value)
    if length is None:
        return "which is no duration", "write a number with ms, s, m or h, such as 10m or 1h30m"
    if field.endswith(".interval") and length < _SHORTEST:
        return "which is shorter than a minute and wears out the API server", "write at least 1m"
    if field == "spec.timeout" and item.key.group == _SOURCES and "h" in str(value):
        return "and a source's timeout takes no hours", "write minutes"
    return None
