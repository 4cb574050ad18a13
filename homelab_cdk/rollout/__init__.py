"""The roll-out, simulated: what comes up in which wave, or which object keeps it from coming up and why."""

from __future__ import annotations

from ._data import Early, Machines, Rollout, State
from ._files import folders_of, machines_of
from ._lab import release_key, rollout_of
from ._outcome import Arrival, Block, Outcome, Reason
from ._simulate import simulate

__all__ = [
    "Arrival",
    "Block",
    "Early",
    "Machines",
    "Outcome",
    "Reason",
    "Rollout",
    "State",
    "folders_of",
    "machines_of",
    "release_key",
    "rollout_of",
    "simulate",
]
