"""Of every chart it is known what it brings."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule


@rule("HL801", "every_chart_is_known", level="warning", needs="lab")
def every_chart_is_known(built: Built) -> Found:
    """Of every chart it is known what it brings.

    Facts of each chart are at hand; of an unknown one, neither order nor policies nor capacity are known.
    """
    for release, known in built.releases:
        if known.standing == "unknown":
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"nothing is known of it: {known.because}",
                "run `homelab lock`",
            )
