"""The reference hardware as machines, and whether a lab has its place on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from .._errors import BuildError, HomelabError
from ..capacity import REFERENCE, Plan, Reference, plan_of
from ..model import Address, Disk, LabConfig, Node
from ..order import Built
from ._other import class_names, other_lab
from ._weigh import short

__all__ = ["ReferenceFit", "fits", "reference_nodes"]

_COUNTS = (1, 3)
"""One machine, or the same in three: the fewest of which one may be lost, because two of three servers still agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceFit:
    """Whether a lab has its place on reference hardware.

    Attributes:
        reference: the hardware for the whole lab.
        machines: in how many equal machines it comes.
        fits: whether everything has a place while all are up.
        spare: whether any of several machines may be lost; nothing for a single one.
        free: the least percentage of CPU, memory and disk that stays free.
        because: why it does not fit.
        assumed: units whose facts were read for another number of machines, or with other values.
    """

    reference: Reference
    machines: int
    fits: bool
    spare: bool | None = None
    free: int = 0
    because: str = ""
    assumed: tuple[str, ...] = ()


def fits(built: Built, root: Path) -> Iterator[ReferenceFit]:
    """The lab on each kind of reference hardware, the smallest first.

    Everything is built anew, because replicas and copies follow from the number of machines.
    """
    classes = class_names(built)
    for reference in REFERENCE:
        for count in _COUNTS:
            try:
                config = replace(built.lab.config, nodes=reference_nodes(built.lab.config, reference, count))
                config = replace(config, cluster=replace(config.cluster, api=_api(built.lab.config, config, count)))
                plan = plan_of(other_lab(config, root, classes=classes))
            except HomelabError as error:
                yield ReferenceFit(reference=reference, machines=count, fits=False, because=short(str(error)))
                continue
            yield _judged(reference, count, plan)


def reference_nodes(config: LabConfig, reference: Reference, count: int) -> tuple[Node, ...]:
    """Reference hardware as so many servers.

    Memory and disk are shared out equally, and cores as whole ones: 8 are 3, 3 and 2. Each takes name, labels and
    architecture of one of the lab's machines; a single one has the labels of all. None has a taint.

    Raises:
        BuildError: the lab's network has no address left for one of them.
    """
    lab, addresses = config.nodes, list(islice(_addresses(config), count))
    if len(addresses) < count:
        raise BuildError(f"networks.node {config.networks.node} has no free address for {count} machines")
    found = []
    for number in range(count):
        model = lab[min(number, len(lab) - 1)]
        labels = model.labels if count > 1 else tuple(dict(chain.from_iterable(node.labels for node in lab)).items())
        found.append(
            Node(
                name=model.name if number < len(lab) else f"machine-{number + 1}",
                address=addresses[number],
                roles=("server",),
                cores=reference.cores // count + (number < reference.cores % count),
                memory=reference.memory // count,
                disks=(Disk(name="disk", size=reference.disk // count, kind=reference.kind),),
                architecture=model.architecture,
                link=reference.link,
                labels=labels,
            )
        )
    return tuple(found)


def _addresses(config: LabConfig) -> Iterator[Address]:
    """The addresses of the lab's machines, then free ones of their network."""
    taken = {node.address for node in config.nodes} | {config.cluster.api}
    ranges = [*config.networks.load_balancer, *([config.networks.dhcp] if config.networks.dhcp else [])]
    yield from (node.address for node in config.nodes)
    for address in config.networks.node.hosts():
        if address not in taken and not any(address in item for item in ranges):
            yield address


def _api(lab: LabConfig, config: LabConfig, count: int) -> Address:
    """A single server answers at its own address; several keep one that they share, where the lab has one."""
    if count > 1 and lab.shares_api_address:
        return lab.cluster.api
    return config.nodes[0].address


def _judged(reference: Reference, count: int, plan: Plan) -> ReferenceFit:
    has, there = plan.total.requested, plan.total.allocatable
    pairs = ((has.cpu, there.cpu), (has.memory, there.memory), (has.disk, there.disk))
    return ReferenceFit(
        reference=reference,
        machines=count,
        fits=plan.fits,
        spare=None
        if count == 1
        else plan.fits and all(loss.control_plane and not loss.lacking_room for loss in plan.losses),
        free=min((whole - part) * 100 // whole if whole else 0 for part, whole in pairs),
        because="" if plan.fits else _why(plan),
        assumed=plan.assumed,
    )


def _why(plan: Plan) -> str:
    if plan.pending:
        pods = sum(item.pods for item in plan.pending)
        return f"{pods} {'pod finds' if pods == 1 else 'pods find'} no place: {plan.pending[0].because}"
    kept = plan.short[0]
    return f"there is room for {len(kept.machines)} of {kept.volume.storage.copies} copies of {kept.volume.name}"
