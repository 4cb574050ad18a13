"""All components that are known: each class enters itself when it is defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._errors import BuildError
from ..model import SLOTS, GroupKind
from ._capability import Capability
from ._fact_book import shipped_entry

if TYPE_CHECKING:
    from ._component import Component

__all__ = ["component", "components", "crd_providers", "forget", "providers", "register"]

_COMPONENTS: dict[str, type[Component]] = {}


def register(kind: type[Component]) -> None:
    """Enter a component into the catalogue.

    Raises:
        BuildError: another component has its name.
    """
    name = kind.info.name
    known = _COMPONENTS.get(name)
    if known is not None and (known.__module__, known.__qualname__) != (kind.__module__, kind.__qualname__):
        raise BuildError(
            f"two components are called {name!r}: {known.__module__}.{known.__qualname__} and"
            f" {kind.__module__}.{kind.__qualname__}; names are unique in the catalogue"
        )
    _COMPONENTS[name] = kind


def forget(name: str) -> None:
    """Take a component out of the catalogue again; for tests that bring one of their own."""
    _COMPONENTS.pop(name, None)


def components() -> list[type[Component]]:
    """All components, by slot in the order of the architecture, then by name."""
    order = {slot: number for number, slot in enumerate(SLOTS)}
    return sorted(_COMPONENTS.values(), key=lambda kind: (order[kind.info.slot], kind.info.name))


def component(name: str) -> type[Component] | None:
    """The component of this name."""
    return _COMPONENTS.get(name)


def providers(capability: type[Capability]) -> list[str]:
    """Where a capability can come from, as it is written in `homelab.yaml`: `loadBalancer: metallb`."""
    return [_answer(kind) for kind in components() if any(issubclass(item, capability) for item in kind.info.provides)]


def crd_providers(kind: GroupKind) -> list[str]:
    """Which components bring a CRD, by the facts that the library ships, as it is written in `homelab.yaml`."""
    found = []
    for item in components():
        entries = [shipped_entry(chart.name) for chart in item.info.charts]
        if any(crd.group_kind == kind for entry in entries if entry for crd in entry.facts.crds):
            found.append(_answer(item))
    return found


def _answer(kind: type[Component]) -> str:
    info = kind.info
    if SLOTS[info.slot].takes == "instances":
        return f"`{info.slot}: {{{info.name}: {{main: {{}}}}}}`"
    return f"`{info.slot}: {info.name}`"
