"""How large the records are that Helm keeps of releases."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Release
from ..order import Built
from ._standing import if_assumed

__all__ = ["LIMIT", "ROOM", "kilobytes", "records"]

LIMIT = 1024 * 1024
"""What a Secret holds (source: Kubernetes, `MaxSecretSize`)."""

ROOM = 700_000


def records(built: Built) -> Iterator[tuple[Release, int, str]]:
    """Releases with an estimate of their record in bytes, and words to add where it is only assumed."""
    for release, known in built.releases:
        if known.facts.release_size and not release.in_tree:
            yield release, known.facts.release_size, if_assumed(known)


def kilobytes(size: int) -> str:
    """A size for people."""
    return f"{size / 1000:,.0f} kB"
