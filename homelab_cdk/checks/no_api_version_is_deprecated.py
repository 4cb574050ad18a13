"""No object is of a version that is about to go, or that is off by default."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, rule
from ._schemas import schema_book
from ._versions import about_to_go


@rule("HL154", "no_api_version_is_deprecated", level="warning")
def no_api_version_is_deprecated(built: Built) -> Found:
    """No object is of a version that is about to go, or that is off by default.

    Versions that are deprecated in the lab's Kubernetes, or by their CRD, are removed in one of the next. Alpha and beta
    versions of Kubernetes' own are served only where the API server's `--runtime-config` says so.
    """
    book = schema_book(built)
    for kind, items in built.by_kind.items():
        for version in dict.fromkeys(str(item.body.get("apiVersion")) for item in items):
            told = about_to_go(version, kind, book)
            for item in items if told else ():
                if item.body.get("apiVersion") == version:
                    yield item.path, str(item.key), told
