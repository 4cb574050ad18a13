"""What the catalogue says of a component."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model import SLOTS, ChartPin, Layer, PodSecurity
from ._capability import Capability

__all__ = ["ComponentInfo", "Ending", "PodSecurity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A component at its end of life: it still works, warns, and names its successor."""

    reason: str
    successor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentInfo:
    """One line of the catalogue, declared once on the component's class.

    Attributes:
        name: the word in `homelab.yaml` that chooses it; also construct id and namespace unless the component says otherwise.
        title: the name that its makers write.
        about: what it is for, one sentence without a full stop.
        slot: the slot that it answers.
        layer: the folder of `generated/` that it is written to.
        phase: the phase of the roll-out in which it comes (1 foundation, 2 core services, 3 CI/CD, 4 advanced).
        docs: upstream's documentation.
        namespace: the namespace that it lives in; by default its name.
        chart: the chart and version that it installs; nothing where it installs none.
        more_charts: further charts that it installs beside that one.
        provides: capabilities that it offers.
        requires: capabilities without which it is an error.
        uses: capabilities that it takes up when something provides them.
        brings: other components that come along with it unless the lab configures them itself.
        pod_security: the Pod Security level of its namespace.
        licence: licence of the software, as SPDX writes it.
        host_access: why its pods reach into their machines; empty where none does.
        wide_rights: why it may read or change what is not its own in the cluster; empty where it may not.
        holds_data: whether its removal would lose data; then nothing of it is ever pruned.
        copy_volumes: whether a backup copies the files of its volumes; not where copies of live files are of no use, because
            it makes its own, or where what they hold is not worth the room.
        essential: whether the cluster stops working without it, such as the pod network; it is protected like data.
        proposed: whether `homelab init` puts it into a new lab.
        ending: set when it has reached its end of life.
    """

    name: str
    title: str
    about: str
    slot: str
    layer: Layer
    phase: Literal[1, 2, 3, 4]
    docs: str
    namespace: str = ""
    chart: ChartPin | None = None
    more_charts: tuple[ChartPin, ...] = ()
    provides: tuple[type[Capability], ...] = ()
    requires: tuple[type[Capability], ...] = ()
    uses: tuple[type[Capability], ...] = ()
    brings: tuple[str, ...] = ()
    pod_security: PodSecurity = "restricted"
    licence: str = ""
    host_access: str = ""
    wide_rights: str = ""
    holds_data: bool = False
    copy_volumes: bool = True
    essential: bool = False
    proposed: bool = False
    ending: Ending | None = None

    @property
    def charts(self) -> tuple[ChartPin, ...]:
        """Every chart that it installs, its own first."""
        return (self.chart, *self.more_charts) if self.chart else self.more_charts

    def __post_init__(self) -> None:
        """Refuse a slot that the architecture does not have."""
        if self.slot not in SLOTS:
            raise ValueError(f"{self.name}: there is no slot {self.slot!r}; slots are {', '.join(SLOTS)}")
