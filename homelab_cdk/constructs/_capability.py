"""What one component provides and another requires."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from .._errors import CapabilityError

if TYPE_CHECKING:
    from ._unit_chart import UnitChart

__all__ = ["Capabilities", "Capability"]


class Capability:
    """Something that a component provides to others: a load balancer, PostgreSQL, TLS certificates.

    Inside a lab a consumer finds the one provider by itself. Outside of a lab, or where several provide it, the capability
    is handed over explicitly.

    Attributes:
        title: the words for people, such as `PostgreSQL`.
        provider: the component that provides it; nothing where it stands for something outside of the lab.
        name: the instance's name, by which a consumer chooses among several.
    """

    title: ClassVar[str]

    def __init__(self, *, name: str, provider: UnitChart | None = None) -> None:
        """Describe what is provided, and by whom."""
        self.name = name
        self.provider = provider


C = TypeVar("C", bound=Capability)


class Capabilities:
    """All capabilities of a lab, the preferred providers first and the others in the order in which they came."""

    def __init__(self) -> None:
        """Start with none."""
        self._provided: list[Capability] = []
        self._wishes: list[tuple[type[Capability], Callable[[Any], object]]] = []
        self._rank: dict[str, int] = {}
        self._planned: list[tuple[str, tuple[type[Capability], ...]]] = []

    def plan(self, providers: Sequence[tuple[str, tuple[type[Capability], ...]]]) -> None:
        """Say which providers the lab will have, by their construct ids, each with what it provides."""
        self._planned = list(providers)

    def expected(self, kind: type[Capability]) -> str | None:
        """Construct id of the first provider of a kind, whether it is built already or not yet."""
        built = (item.provider.construct_id for item in self.all(kind) if item.provider is not None)
        planned = (id for id, provided in self._planned if any(issubclass(one, kind) for one in provided))
        return next(chain(planned, built), None)

    def prefer(self, ids: Sequence[str]) -> None:
        """Say in which order providers are offered, by their construct ids; others follow."""
        self._rank = {id: number for number, id in enumerate(ids)}

    def provide(self, capability: Capability) -> None:
        """Offer a capability to everything that is built later, and to what waited for it with `when`."""
        self._provided.append(capability)
        granted = [wish for wish in self._wishes if isinstance(capability, wish[0])]
        self._wishes = [wish for wish in self._wishes if not isinstance(capability, wish[0])]
        for _, action in granted:
            action(capability)

    def all(self, kind: type[C]) -> list[C]:
        """Every provider of a kind."""
        found = [item for item in self._provided if isinstance(item, kind)]
        return sorted(found, key=self._position) if len(found) > 1 else found

    def _position(self, capability: Capability) -> int:
        provider = capability.provider
        return len(self._rank) if provider is None else self._rank.get(provider.construct_id, len(self._rank))

    def when(self, kind: type[C], action: Callable[[C], object]) -> None:
        """Do something with the provider of a kind: now if there is one, else as soon as one comes, or never."""
        found = self.all(kind)
        if found:
            action(found[0])
        else:
            self._wishes.append((kind, action))

    def find(self, kind: type[C], *, consumer: str, name: str | None, choices: Iterable[str]) -> C:
        """The provider of this name, or the only one.

        Raises:
            CapabilityError: there is none, none of this name, or there are several and no name was given.
        """
        found = self.all(kind)
        if name is not None:
            for item in found:
                if item.name == name:
                    return item
            got = ", ".join(item.name for item in found) or "none"
            raise CapabilityError(
                f"{consumer} asks for {kind.title} {name!r}, which nothing in this lab provides (provided: {got});"
                f" {_advice(kind, choices)}"
            )
        if not found:
            raise CapabilityError(
                f"{consumer} needs {kind.title}, which nothing in this lab provides; {_advice(kind, choices)}"
            )
        if len(found) > 1:
            names = ", ".join(item.name for item in found)
            raise CapabilityError(f"{consumer} needs {kind.title}, and {names} provide it; choose one by its name")
        return found[0]


def _advice(kind: type[Capability], choices: Iterable[str]) -> str:
    listed = " or ".join(choices)
    if listed:
        return f"add {listed} to homelab.yaml, or pass the capability explicitly"
    return f"no component of this version provides {kind.title}; leave the wish out, or pass the capability explicitly"
