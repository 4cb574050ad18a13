"""Kubernetes serves every one of its own objects."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, rule
from ._schemas import schema_book
from ._versions import not_served


@rule("HL153", "every_api_version_is_served")
def every_api_version_is_served(built: Built) -> Found:
    """Kubernetes serves every one of its own objects.

    Each object of Kubernetes' own is of a kind and a version that the lab's Kubernetes serves. The API server refuses
    one that was removed, and with it the whole unit.
    """
    book = schema_book(built)
    for kind, items in built.by_kind.items():
        for version in dict.fromkeys(str(item.body.get("apiVersion")) for item in items):
            told = not_served(version, kind, book)
            for item in items if told else ():
                if item.body.get("apiVersion") == version:
                    yield item.path, str(item.key), told
