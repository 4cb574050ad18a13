"""No object is of a version that is about to go, or that is off by default."""

from __future__ import annotations

from ..model import BUILT_IN_GROUPS, GroupKind
from ..order import Built
from ..schemas import SchemaBook, api_version_of
from ._rule import Found, rule
from ._schemas import schema_book


@rule("HL154", "no_api_version_is_deprecated", level="warning")
def no_api_version_is_deprecated(built: Built) -> Found:
    """No object is of a version that is about to go, or that is off by default.

    Versions that are deprecated in the lab's Kubernetes, or by their CRD, are removed in one of the next. Alpha and beta
    versions of Kubernetes' own are served only where the API server's `--runtime-config` says so.
    """
    kubernetes, book = built.lab.config.cluster.kubernetes, schema_book(built)
    for kind, items in built.by_kind.items():
        for version in dict.fromkeys(str(item.body.get("apiVersion")) for item in items):
            told = _core(version, kind, kubernetes) if kind.group in BUILT_IN_GROUPS else _custom(version, kind, book)
            for item in items if told else ():
                if item.body.get("apiVersion") == version:
                    yield item.path, str(item.key), f"its apiVersion is {version}, {told}"


def _core(version: str, kind: GroupKind, kubernetes: str) -> str:
    life = api_version_of(version, kind.kind)
    if life is not None and life.is_removed(kubernetes):
        return ""
    if life is not None and life.is_deprecated(kubernetes):
        end = f" and {life.removed} removes" if life.removed else ""
        return f"which Kubernetes {life.deprecated} has deprecated{end}; {life.remedy}"
    if "alpha" in version or "beta" in version:
        return (
            "which API servers do not serve by default; write a stable version, or start the API servers with"
            f" --runtime-config={version}=true"
        )
    return ""


def _custom(version: str, kind: GroupKind, book: SchemaBook) -> str:
    # Stable versions are hardly ever deprecated, and reading a CRD just for that would cost more than it tells.
    crd = book.crd(kind) if "alpha" in version or "beta" in version else None
    found = crd.served.get(version.partition("/")[2]) if crd is not None else None
    if crd is None or found is None or not found.warning:
        return ""
    others = [f"{crd.group}/{name}" for name, other in crd.served.items() if not other.warning]
    return f"of which its CRD says: {found.warning}" + (f"; write {' or '.join(others)}" if others else "")
