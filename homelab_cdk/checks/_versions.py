"""Versions that are not served, or about to go, and what to write in their place."""

from __future__ import annotations

from ..model import BUILT_IN_GROUPS, REMOVED_GROUPS, GroupKind
from ..schemas import CoreSchemas, SchemaBook, api_version_of, nearest

__all__ = ["about_to_go", "not_served"]


Told = tuple[str, str]
"""What is wrong, and what to write in its place."""


def not_served(version: str, kind: GroupKind, book: SchemaBook) -> Told | None:
    """Why Kubernetes does not serve a version of one of its own kinds, and what to write; nothing where it does."""
    if kind.group not in BUILT_IN_GROUPS and kind.group not in REMOVED_GROUPS:
        return None
    life, core = api_version_of(version, kind.kind), book.core
    if life is not None and life.is_removed(book.kubernetes):
        what = f"its apiVersion is {version}, which Kubernetes {life.removed} removed"
        return f"{what}, and the lab runs {book.kubernetes}", life.remedy
    if core is not None and core.shape(version, kind.kind) is None:
        return f"Kubernetes {core.version} serves no {kind.kind} of {version}", _instead(kind, core)
    return None


def _instead(kind: GroupKind, core: CoreSchemas) -> str:
    served = core.served(kind)
    if served:
        return f"write apiVersion: {' or '.join(served)}"
    elsewhere = sorted({version for group in core.kinds() if group.kind == kind.kind for version in core.served(group)})
    if elsewhere:
        return f"write apiVersion: {' or '.join(elsewhere)}"
    near = nearest(kind.kind, sorted({other.kind for other in core.kinds() if other.group == kind.group}))
    return f"did you mean {near}?" if near is not None else "correct its kind, or its apiVersion where it is another's"


def about_to_go(version: str, kind: GroupKind, book: SchemaBook) -> Told | None:
    """Why a version should not be used any more, although it is served, and what to write; nothing where it may."""
    told = _core(version, kind, book.kubernetes) if kind.group in BUILT_IN_GROUPS else _custom(version, kind, book)
    return (f"its apiVersion is {version}, {told[0]}", told[1]) if told is not None else None


def _core(version: str, kind: GroupKind, kubernetes: str) -> Told | None:
    life = api_version_of(version, kind.kind)
    if life is not None and life.is_removed(kubernetes):
        return None
    if life is not None and life.is_deprecated(kubernetes):
        end = f" and {life.removed} removes" if life.removed else ""
        return f"which Kubernetes {life.deprecated} has deprecated{end}", life.remedy
    if "alpha" in version or "beta" in version:
        return (
            "which API servers do not serve by default",
            f"write a stable version, or start the API servers with --runtime-config={version}=true",
        )
    return None


def _custom(version: str, kind: GroupKind, book: SchemaBook) -> Told | None:
    # Stable versions are hardly ever deprecated, and reading a CRD just for that would cost more than it tells.
    crd = book.crd(kind) if "alpha" in version or "beta" in version else None
    found = crd.served.get(version.partition("/")[2]) if crd is not None else None
    if crd is None or found is None or not found.warning:
        return None
    others = [f"{crd.group}/{name}" for name, other in crd.served.items() if not other.warning]
    said = " ".join(found.warning.split()).rstrip(".;:,")
    fix = f"write {' or '.join(others)}" if others else "look for what its vendor has put in its place"
    return f"of which its CRD says: {said}", fix
