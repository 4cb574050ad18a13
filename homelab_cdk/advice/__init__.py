"""Advice: what a lab would take with other choices, by building it with them; and the least hardware that holds it."""

from __future__ import annotations

from ._advise import Advice, advise
from ._alternatives import Alternative, alternatives
from ._reference import ReferenceFit, reference_nodes
from ._weigh import Choice, LeftOut, Saving

__all__ = [
    "Advice",
    "Alternative",
    "Choice",
    "LeftOut",
    "ReferenceFit",
    "Saving",
    "advise",
    "alternatives",
    "reference_nodes",
]
