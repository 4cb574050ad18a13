"""Working something out at most once for each lab."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from ._built import Built

__all__ = ["once"]

T = TypeVar("T")


def once(function: Callable[[Built], T]) -> Callable[[Built], T]:
    """Work something out at most once for each lab, whoever asks for it."""
    known: WeakKeyDictionary[Built, T] = WeakKeyDictionary()

    @wraps(function)
    def remembered(built: Built) -> T:
        if built not in known:
            known[built] = function(built)
        return known[built]

    return remembered
