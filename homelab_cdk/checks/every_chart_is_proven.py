"""Every chart was rendered with just these values."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule


@rule("HL802", "every_chart_is_proven", level="warning", needs="lab")
def every_chart_is_proven(built: Built) -> Found:
    """Every chart was rendered with just these values.

    The facts of each chart were read from this very version with these very values; others are assumed to hold.
    """
    for release, known in built.releases:
        if known.standing == "assumed":
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"its facts are assumed: {known.because}",
                "run `homelab lock` to prove them",
            )
