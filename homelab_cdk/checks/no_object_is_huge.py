"""Objects stay far from the limits of etcd."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._text import large

LIMIT = 1_000_000


@rule("HL503", "no_object_is_huge", local=True, level="warning")
def no_object_is_huge(built: Built) -> Found:
    """Objects stay far from the limits of etcd.

    No object is larger than 1 MB: etcd takes 1.5 MiB, and on the way there each reader holds it several times.
    """
    for size in large(built):
        if size.length > LIMIT:
            yield Hit.of(
                size.item,
                f"it takes {size.length:,} bytes, more than {LIMIT:,} come close to what etcd takes",
                "split it",
            )
