"""A change that is accepted in `homelab.yaml` still happens."""

from __future__ import annotations

from ..changes import Difference
from ._rule import ChangeFound, change_rule

CODE = "HL869"


@change_rule(CODE, "every_acknowledgement_is_needed", level="warning")
def every_acknowledgement_is_needed(difference: Difference) -> ChangeFound:
    """A change that is accepted in `homelab.yaml` still happens.

    Such an acceptance is for one change. Once Flux has applied that, it would only hide the next one of its kind.
    """
    # Known only after all others have looked: `examine_changes` adds it.
    yield from ()
