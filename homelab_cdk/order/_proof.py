"""What of a lab was proven: the values of each chart, and the custom resources that its CRDs describe."""

from __future__ import annotations

from dataclasses import dataclass

from ..constructs import KnownFacts, Standing
from ..model import BUILT_IN_GROUPS, Release, resources_fingerprint
from ._built import Built

__all__ = ["ReleaseProof", "proofs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseProof:
    """A chart with what is known of it.

    `proven` means that this very chart was rendered with these very values, and that the lab's custom resources of its
    kinds were validated as they are; otherwise `because` says what is different.
    """

    release: Release
    known: KnownFacts
    standing: Standing
    because: str


def proofs(built: Built) -> list[ReleaseProof]:
    """Each chart of a lab, in the order of the lab."""
    custom = [item.body for item in built.items if item.key.group not in BUILT_IN_GROUPS]
    found: list[ReleaseProof] = []
    for release, known in built.releases:
        standing, because = known.standing, known.because
        entry = known.entry
        if standing == "proven" and entry is not None and resources_fingerprint(custom, entry.facts) != entry.resources:
            standing = "assumed"
            because = "custom resources of its kinds are not those that were validated"
        found.append(ReleaseProof(release=release, known=known, standing=standing, because=because))
    return found
