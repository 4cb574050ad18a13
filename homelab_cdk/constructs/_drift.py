"""Fields that somebody else than Flux owns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["DriftIgnore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftIgnore:
    """Fields of rendered objects that a controller owns, so that drift detection leaves them alone.

    `paths` are JSON pointers; `target` selects objects by `kind`, `name`, `namespace`, `group` or selectors.
    """

    paths: tuple[str, ...]
    target: Mapping[str, str] = field(default_factory=dict)
