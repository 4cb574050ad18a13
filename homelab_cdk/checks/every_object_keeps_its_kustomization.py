"""Nothing that must not be deleted moves from one Kustomization to another."""

from __future__ import annotations

from ..changes import Difference
from ..constructs import PRUNE_ANNOTATION
from ._matter import stake
from ._rule import ChangeFound, change_rule


@change_rule("HL853", "every_object_keeps_its_kustomization")
def every_object_keeps_its_kustomization(difference: Difference) -> ChangeFound:
    """Nothing that must not be deleted moves from one Kustomization to another.

    The old one prunes the object as soon as it is applied; only where the new one is surely applied before (the old one
    depends on it), or the object is protected, is it just taken over. Elsewhere it is a matter of luck, and it may be deleted
    and made anew.
    """
    for change in difference.of("recreate"):
        words = stake(change, difference)
        if change.cause == "moved" and words:
            yield (
                "recreate",
                change.key,
                f"it is deleted and made anew, because {change.because}; lost with it: {words}; first annotate it with"
                f" {PRUNE_ANNOTATION}: disabled in a commit of its own, then move it",
            )
