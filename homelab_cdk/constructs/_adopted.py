"""Foreign charts that stand directly in a lab."""

from __future__ import annotations

import constructs

from ._surroundings import Surroundings
from ._unit_chart import UnitChart

__all__ = ["AdoptedChart"]


class AdoptedChart(UnitChart):
    """The unit of a plain `cdk8s.Chart` that somebody placed in a lab; its objects come from Node as they are."""

    def __init__(self, construct: constructs.IConstruct, *, id: str, surroundings: Surroundings) -> None:
        """Stand for a construct that exists already, by its own reference; nothing is added to the tree."""
        self._twin_scope = None
        self._twin_id = id
        self._twin_children = {}
        self._twin_ref = construct.__jsii_ref__  # type: ignore[attr-defined]  # every object of jsii has it
        self._twin_reached = True
        self.path = id
        self._start(surroundings, namespace=id)
