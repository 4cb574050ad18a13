"""Nothing in the lab is at its end of life."""

from __future__ import annotations

from ..constructs import Component
from ..order import Built
from ._rule import Found, Hit, rule


@rule("HL804", "no_component_is_at_its_end", level="warning", needs="lab")
def no_component_is_at_its_end(built: Built) -> Found:
    """Nothing in the lab is at its end of life.

    No component of the lab has reached its end of life; each that has names its successor.
    """
    for chart in built.lab.unit_charts:
        if isinstance(chart, Component) and chart.info.ending is not None:
            ending = chart.info.ending
            yield Hit(
                chart.path,
                chart.info.title,
                f"it is at its end of life ({ending.reason})",
                f"replace it by {ending.successor}",
            )
