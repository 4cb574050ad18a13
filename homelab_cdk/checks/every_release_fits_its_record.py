"""Helm can keep the record of every release."""

from __future__ import annotations

from ..order import Built
from ._records import LIMIT, kilobytes, records
from ._rule import Found, Hit, rule


@rule("HL453", "every_release_fits_its_record")
def every_release_fits_its_record(built: Built) -> Found:
    """Helm can keep the record of every release.

    Helm keeps what it has installed in a Secret, and a Secret holds at most 1 MiB: the install of a larger release
    fails once everything is applied. The size is estimated from the chart, its values and what it renders.
    """
    for release, size, assumed in records(built):
        if size > LIMIT:
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"the record of its release takes about {kilobytes(size)}, and a Secret holds {kilobytes(LIMIT)}",
                "turn off what is not needed in the values, or let it be delivered as plain manifests"
                f" (`delivery: rendered`){assumed}",
            )
