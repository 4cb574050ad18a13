"""Everything in the lab is free to use, to read and to change."""

from __future__ import annotations

from ..constructs import Component
from ..order import Built
from ._licences import closed_parts
from ._rule import Found, Hit, rule


@rule("HL756", "every_component_is_open_source", level="warning")
def every_component_is_open_source(built: Built) -> Found:
    """Everything in the lab is free to use, to read and to change.

    The software of each component has a licence of the Open Source Initiative's list. Under others (BUSL, SSPL, the
    Elastic License) it may be read, and what may be done with it can change with each release.
    """
    for chart in built.lab.unit_charts:
        if isinstance(chart, Component):
            closed = closed_parts(chart.info.licence)
            if closed:
                yield Hit(
                    chart.path,
                    chart.info.title,
                    f"its licence is {chart.info.licence}, and {', '.join(closed)} is not of the Open"
                    " Source Initiative's list",
                    "choose another component for the slot, or accept it with a reason",
                )
