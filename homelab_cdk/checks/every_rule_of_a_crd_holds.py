"""Every custom resource keeps the rules of its CRD."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._schemas import judged, said


@rule("HL152", "every_rule_of_a_crd_holds", local=True)
def every_rule_of_a_crd_holds(built: Built) -> Found:
    """Every custom resource keeps the rules of its CRD.

    CRDs have rules in CEL (`x-kubernetes-validations`) for what types cannot say, such as which of two fields may be
    set. They are evaluated as the API server does for a new object, with the CRD's defaults in place.
    """
    for item, problem in judged(built).rules:
        yield Hit.of(item, *said(problem))
