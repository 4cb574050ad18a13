"""Which other answers a lab could give to its slots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..constructs import Component, component, components
from ..model import SLOTS, ComponentChoice, LabConfig
from ..order import Built

__all__ = ["Alternative", "alternatives"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """The lab with one answer exchanged or left out.

    Attributes:
        slot: the slot.
        answer: construct id of the answer that the lab gives.
        kind: the component that answers.
        instead: the component that would answer, with its default options; nothing where the answer is left out.
        config: the lab's configuration, so changed.
    """

    slot: str
    answer: str
    kind: type[Component]
    instead: type[Component] | None
    config: LabConfig

    @property
    def refuses(self) -> bool:
        """Whether the slot would be answered with `none`."""
        return self.slot in self.config.refused

    @property
    def write(self) -> str:
        """What `homelab.yaml` would say, or no longer say."""
        if self.refuses:
            return f"{self.slot}: none"
        if self.instead is None:
            return f"{self.slot} without {self.answer}"
        return f"{self.slot}: {self.instead.info.name}"


def alternatives(built: Built) -> Iterator[Alternative]:
    """For each answer of the file that is rolled out by now: every other component of its slot, and none.

    A component that the lab has already is no alternative, nor is one at its end of life or of a later phase.
    """
    config = built.lab.config
    there = [chart for chart in built.lab.unit_charts if isinstance(chart, Component)]
    names = {chart.info.name for chart in there}
    for choice in config.components:
        kind = component(choice.choice)
        if kind is None or kind.info.phase > config.phase:
            continue
        for other in components():
            info = other.info
            if (
                info.slot == choice.slot
                and info.name not in names
                and info.ending is None
                and info.phase <= config.phase
            ):
                yield Alternative(
                    slot=choice.slot,
                    answer=choice.id,
                    kind=kind,
                    instead=other,
                    config=_exchanged(config, choice, other.info.name),
                )
        alone = all(chart.info.slot != choice.slot or chart.construct_id == choice.id for chart in there)
        yield Alternative(
            slot=choice.slot, answer=choice.id, kind=kind, instead=None, config=_without(config, choice, alone=alone)
        )


def _exchanged(config: LabConfig, choice: ComponentChoice, name: str) -> LabConfig:
    instance = choice.instance if SLOTS[choice.slot].takes == "instances" else name
    other = ComponentChoice(slot=choice.slot, choice=name, instance=instance, place=choice.place)
    return replace(config, components=tuple(other if item is choice else item for item in config.components))


def _without(config: LabConfig, choice: ComponentChoice, *, alone: bool) -> LabConfig:
    rest = tuple(item for item in config.components if item is not choice)
    refused = config.refused | {choice.slot} if alone else config.refused
    return replace(config, components=rest, refused=refused)
