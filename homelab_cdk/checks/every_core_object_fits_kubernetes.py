"""Every object of Kubernetes' own is one that its API takes."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._schemas import judged_core, said


@rule("HL150", "every_core_object_fits_kubernetes", local=True)
def every_core_object_fits_kubernetes(built: Built) -> Found:
    """Every object of Kubernetes' own is one that its API takes.

    Each field exists in the lab's version of Kubernetes and has the right type, and what is required is there. A field
    that does not exist is refused when Flux applies the object, or dropped in silence by other tools.
    """
    for item, problem in judged_core(built).core:
        yield Hit.of(item, *said(problem))
