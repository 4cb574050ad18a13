"""Where in the sources of a lab the construct of a finding comes from."""

from __future__ import annotations

from ..model import Place
from ..order import Built

__all__ = ["place_of"]


def place_of(built: Built, where: str, subject: str = "") -> Place | None:
    """The line of an application or of homelab.yaml that asked for a construct.

    That is the innermost line of an application that led to the construct or to what it stands in, else the answer of
    homelab.yaml that chose the component. For the lab as a whole it is the key that the subject names.
    """
    lab = built.lab
    lines = [twin.source for twin in lab.towards(where) if twin.source is not None]
    if lines:
        return Place(*lines[-1])
    top = where.partition("/")[0]
    for choice in lab.config.components:
        if choice.id == top:
            return choice.place
    return lab.config.place(subject) if where == "lab" else None
