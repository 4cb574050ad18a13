"""The record of a release can grow with the next version."""

from __future__ import annotations

from ..order import Built
from ._records import LIMIT, ROOM, kilobytes, records
from ._rule import Found, Hit, rule


@rule("HL454", "every_record_has_room_to_grow", level="warning")
def every_record_has_room_to_grow(built: Built) -> Found:
    """The record of a release can grow with the next version.

    The record of each release stays below 700 kB: the next version of the chart brings more CRDs and templates, and at
    1 MiB its upgrade fails (see HL453).
    """
    for release, size, assumed in records(built):
        if ROOM < size <= LIMIT:
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"the record of its release takes about {kilobytes(size)} of the {kilobytes(LIMIT)}"
                " that a Secret holds",
                "turn off what is not needed in the values, or let it be delivered as plain manifests"
                f" (`delivery: rendered`){assumed}",
            )
