"""Custom resources are written in a version that their CRD serves."""

from __future__ import annotations

from ..model import GroupKind
from ..order import Built
from ._rule import Found, Hit, rule


@rule(
    "HL180",
    "every_custom_resource_has_a_served_version",
    needs="lab",
)
def every_custom_resource_has_a_served_version(built: Built) -> Found:
    """Custom resources are written in a version that their CRD serves.

    Of each CRD that a chart of the lab brings, the facts name the versions that it serves; the API server refuses an object of
    another one, and with it the whole unit.
    """
    served: dict[GroupKind, list[str]] = {}
    for _, known in built.releases:
        for crd in known.facts.crds:
            served.setdefault(crd.group_kind, []).extend(crd.versions)
    for kind, versions in served.items():
        for item in built.by_kind.get(kind, ()) if versions else ():
            version = str(item.body.get("apiVersion")).rpartition("/")[2]
            if version not in versions:
                yield Hit.of(
                    item,
                    f"it is written in {version}, and the CRD that comes with its chart serves"
                    f" {', '.join(dict.fromkeys(versions))}",
                    "write one of those",
                )
