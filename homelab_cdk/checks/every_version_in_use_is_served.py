"""No version of a custom resource goes while something is written or stored in it."""

from __future__ import annotations

from collections.abc import Iterator

from ..changes import Difference
from ..model import GroupKind, ObjectKey
from ._read import at, maps
from ._rule import ChangeFound, change_rule


@change_rule("HL860", "every_version_in_use_is_served")
def every_version_in_use_is_served(difference: Difference) -> ChangeFound:
    """No version of a custom resource goes while something is written or stored in it.

    An object of a version that is served no more is refused. The API server also refuses a CRD without a version that
    objects were ever stored in, until they are migrated and `status.storedVersions` says so.
    """
    for kind, crd, gone, stored in _dropped(difference):
        users = [
            item.key
            for item in difference.after.by_kind.get(kind, ())
            if str(item.body.get("apiVersion", "")).rpartition("/")[2] in gone
        ]
        versions = ", ".join(gone)
        if users:
            yield (
                "refuse",
                crd,
                f"it serves {versions} no more, and {len(users)} of the tree are written in it, such as {users[0]}; write"
                " them in a version that is served",
            )
        elif stored:
            yield (
                "refuse",
                crd,
                f"it has {versions} no more, in which objects are stored; the API server refuses it until they are"
                " migrated and status.storedVersions says so",
            )


def _dropped(difference: Difference) -> Iterator[tuple[GroupKind, ObjectKey, list[str], bool]]:
    """Kinds of which a version goes: the kind, its CRD, the versions, and whether objects are surely stored in one."""
    for change in difference.of("change", "adopt", "recreate"):
        if change.key.kind == "CustomResourceDefinition" and change.before and change.after:
            old, new = at(change.before.body, "spec"), at(change.after.body, "spec")
            kind = GroupKind(str(old.get("group")), str(at(old, "names").get("kind")))
            served = [
                [str(item.get("name")) for item in maps(spec.get("versions")) if item.get("served") is not False]
                for spec in (old, new)
            ]
            kept = {str(item.get("name")) for item in maps(new.get("versions"))}
            gone = [name for name in served[0] if name not in served[1]]
            stored = any(
                item.get("storage") is True and item.get("name") not in kept for item in maps(old.get("versions"))
            )
            if gone or stored:
                yield kind, change.key, gone or [str(item.get("name")) for item in maps(old.get("versions"))], stored
    for release, facts in difference.before.facts.items():
        later = difference.after.facts.get(release)
        if later is None or later is facts:
            continue
        now = {crd.group_kind: crd for crd in later.crds}
        for crd in facts.crds:
            then = now.get(crd.group_kind)
            gone = [name for name in crd.versions if then is not None and name not in then.versions]
            if gone:
                key = ObjectKey("apiextensions.k8s.io", "CustomResourceDefinition", "", f"{crd.plural}.{crd.group}")
                yield crd.group_kind, key, gone, False
