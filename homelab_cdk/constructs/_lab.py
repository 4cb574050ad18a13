"""The root of the construct tree."""

from __future__ import annotations

from typing import Any

import cdk8s

from ..model import LabConfig, Lock
from ._fact_book import FactBook
from ._output_book import OutputBook
from ._surroundings import Surroundings
from ._twin import Twin, TwinMeta
from ._unit_chart import UnitChart

__all__ = ["Lab"]


class Lab(Twin, cdk8s.App, metaclass=TwinMeta):
    """Everything that one `homelab.yaml` describes.

    Constructs below a lab are collected and written by this library; nothing of them crosses into Node.js unless foreign
    constructs stand among them.
    """

    def __init__(
        self, config: LabConfig | None = None, *, lock: Lock | None = None, outputs: OutputBook | None = None
    ) -> None:
        """Start an empty lab.

        Args:
            config: the description; by default one machine with the sample networks.
            lock: what was proven; by default only the facts that the library ships.
            outputs: what charts render whose output stands in the tree; by default nothing is known of it.
        """
        self.config = config or LabConfig.sample()
        facts = FactBook(lock, kubernetes=self.config.cluster.kubernetes)
        self.surroundings = Surroundings(config=self.config, facts=facts, outputs=outputs or OutputBook())
        super().__init__(None, "")

    @property
    def unit_charts(self) -> list[UnitChart]:
        """All components and apps, in the order in which they were added, those inside of others included."""
        return list(self.surroundings.charts)

    def _twin_arguments(self) -> list[Any]:
        return [cdk8s.AppProps()]
