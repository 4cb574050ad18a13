"""What this library says of a tree that it has written."""

from __future__ import annotations

import json
from pathlib import Path

from ..model import mapping

__all__ = ["applied_early"]

_FILE, _OWN, _MACHINES, _BY_HAND = "inventory.json", "generated", "hosts/", "flux"
"""The file that tells what was written, and the folders that it speaks of."""


def applied_early(root: Path) -> set[str]:
    """The files that somebody applies before Flux runs and lets go of then: k3s those of `hosts/`, a person those of `flux/`."""
    found = set[str]()
    for path in root.rglob(_FILE):
        try:
            files = mapping(json.loads(path.read_bytes())).get("files")
        except (OSError, ValueError):
            continue
        # Its paths begin in the folder that `generated` lies in, whatever that is called here.
        for name in map(str, mapping(files)):
            top, _, rest = name.partition("/")
            place = path.parent / rest if top == _OWN and rest.startswith(_MACHINES) else path.parent.parent / name
            if (top == _BY_HAND or rest.startswith(_MACHINES)) and place.is_relative_to(root):
                found.add(place.relative_to(root).as_posix())
    return found
