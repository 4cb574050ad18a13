"""Every custom resource has the fields that its CRD describes."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._schemas import judged, said


@rule("HL151", "every_custom_resource_fits_its_crd", local=True)
def every_custom_resource_fits_its_crd(built: Built) -> Found:
    """Every custom resource has the fields that its CRD describes.

    Its version is served, each field exists and has the right type and one of the allowed values, what is required is
    there, and no two items of a list have the same key. CRDs come from the lab itself, from `--crds`, and from the cache
    that `homelab lock` fills.
    """
    for item, problem in judged(built).custom:
        yield Hit.of(item, *said(problem))
