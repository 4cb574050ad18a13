"""Kubernetes serves every one of its own objects."""

from __future__ import annotations

from ..model import BUILT_IN_GROUPS, REMOVED_GROUPS, GroupKind
from ..order import Built
from ..schemas import CoreSchemas, api_version_of, nearest
from ._rule import Found, rule
from ._schemas import schema_book


@rule("HL153", "every_api_version_is_served")
def every_api_version_is_served(built: Built) -> Found:
    """Kubernetes serves every one of its own objects.

    Each object of Kubernetes' own is of a kind and a version that the lab's Kubernetes serves. The API server refuses
    one that was removed, and with it the whole unit.
    """
    kubernetes = built.lab.config.cluster.kubernetes
    core = schema_book(built).core
    for kind, items in built.by_kind.items():
        if kind.group not in BUILT_IN_GROUPS and kind.group not in REMOVED_GROUPS:
            continue
        for item in items:
            version = str(item.body.get("apiVersion"))
            life = api_version_of(version, kind.kind)
            if life is not None and life.is_removed(kubernetes):
                what = f"its apiVersion is {version}, which Kubernetes {life.removed} removed"
                yield item.path, str(item.key), f"{what}, and the lab runs {kubernetes}; {life.remedy}"
            elif core is not None and core.shape(version, kind.kind) is None:
                what = f"Kubernetes {core.version} serves no {kind.kind} of {version}"
                yield item.path, str(item.key), f"{what}; {_instead(kind, core)}"


def _instead(kind: GroupKind, core: CoreSchemas) -> str:
    served = core.served(kind)
    if served:
        return f"served: {', '.join(served)}"
    elsewhere = sorted({group.group for group in core.kinds() if group.kind == kind.kind} - {kind.group})
    if elsewhere:
        return f"it is of the group {' or '.join(group or 'core (v1)' for group in elsewhere)}"
    near = nearest(kind.kind, sorted({other.kind for other in core.kinds() if other.group == kind.group}))
    return f"did you mean {near}?" if near is not None else "correct its kind"
