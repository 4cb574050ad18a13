"""Where the reason for something is given that is dangerous and wanted."""

from __future__ import annotations

from ..constructs import UnitChart

__all__ = ["where_to_say"]


def where_to_say(chart: UnitChart, field: str, what: str) -> str:
    """How to give a reason, to end a sentence with: in a field of the app, or beside plain objects, which have none."""
    if type(chart) is UnitChart:
        return f"accept it and say {what}"
    return f"say in `{field}` of {chart.path} {what}"
