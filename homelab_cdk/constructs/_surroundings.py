"""What a construct may know of the lab around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import constructs

from ..model import Acceptance, LabConfig
from ._capability import Capabilities
from ._fact_book import FactBook
from ._network import PolicyBook
from ._output_book import OutputBook

if TYPE_CHECKING:
    from ._component import Component
    from ._credential import Credential
    from ._unit_chart import UnitChart

__all__ = ["Surroundings", "surroundings_of"]


@dataclass(slots=True, kw_only=True)
class Surroundings:
    """The configuration, the facts and the capabilities that the constructs of one tree share."""

    config: LabConfig = field(default_factory=LabConfig.sample)
    facts: FactBook = field(default_factory=FactBook)
    outputs: OutputBook = field(default_factory=OutputBook)
    capabilities: Capabilities = field(default_factory=Capabilities)
    postponed: list[type[Component]] = field(default_factory=list)
    """Components that the lab has, but only in a later phase of its roll-out."""
    credentials: dict[str, Credential] = field(default_factory=dict)
    """All declared credentials by name."""
    policies: PolicyBook = field(default_factory=PolicyBook)
    namespaces: dict[str, UnitChart] = field(default_factory=dict)
    """Which chart creates a namespace."""
    charts: list[UnitChart] = field(default_factory=list)
    """All components and apps, wherever they stand in the tree, in the order in which they were added."""
    accepted: list[Acceptance] = field(default_factory=list)
    """What applications and components accept with a reason, although a rule finds it."""


_BY_ROOT: dict[int, tuple[constructs.IConstruct, Surroundings]] = {}


def surroundings_of(scope: constructs.Construct) -> Surroundings:
    """The surroundings of a scope: its lab's, or for a plain cdk8s tree those of one machine with the library's facts.

    All constructs of one plain tree share theirs, so that they find each other's capabilities.
    """
    known = getattr(scope, "surroundings", None)
    if isinstance(known, Surroundings):
        return known
    root = scope.node.root
    known = getattr(root, "surroundings", None)
    if isinstance(known, Surroundings):
        return known
    entry = _BY_ROOT.get(id(root))
    if entry is None or entry[0] is not root:
        entry = _BY_ROOT[id(root)] = (root, Surroundings())
    return entry[1]
