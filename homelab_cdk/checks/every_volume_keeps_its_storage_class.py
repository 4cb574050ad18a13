"""No volume changes its storage class."""

from __future__ import annotations

from ..changes import CLASS_FIELD, Difference, class_changes, immutable_changes
from ._rule import ChangeFound, change_rule


@change_rule("HL858", "every_volume_keeps_its_storage_class")
def every_volume_keeps_its_storage_class(difference: Difference) -> ChangeFound:
    """No volume changes its storage class.

    The class of a claim is fixed when it is made. The API server refuses another, operators use it for new volumes alone,
    and a release with one cannot be upgraded. Values of a release are looked at where the facts of the chart do not show
    what comes of them.
    """
    for change in difference.of("refuse"):
        if change.key.kind == "PersistentVolumeClaim" and change.before and change.after:
            known = difference.before.default_class
            for field in immutable_changes(change.key, change.before.body, change.after.body, default_class=known):
                if field.path == CLASS_FIELD:
                    yield (
                        "refuse",
                        change.key,
                        f"the class of a claim is fixed: {field}; the API server refuses it, and its Kustomization stands"
                        " still; make another claim and copy what is stored",
                    )
    for key, what in class_changes(difference):
        yield (
            "refuse",
            key,
            f"the class of a volume is fixed: {what}; volumes that exist stay where they are, and the change is refused or"
            " comes to nothing; back up, make it anew, and restore",
        )
