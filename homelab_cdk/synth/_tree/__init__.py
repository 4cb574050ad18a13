"""The output tree on disk: which files are ours, what differs, and a write that is whole or has not happened.

Every path is relative to the root of the repository, with `/` between its segments. The tree consists of a
few folders (`generated/` and `flux/`) and an inventory that lists every owned file with the hash of what was
written and the construct that made it. What the inventory does not list is never removed, and what was
changed since it was written is not overwritten unasked.
"""

from __future__ import annotations

from ._model import Comparison, OwnedFile
from ._paths import safe_segment
from ._tree import Tree

__all__ = ["Comparison", "OwnedFile", "Tree", "safe_segment"]
