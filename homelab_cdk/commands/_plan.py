"""`homelab plan`: whether the lab fits its machines, and what happens when one is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._command import command, directory_option, json_option

if TYPE_CHECKING:
    from ..advice import Advice
    from ..capacity import Comparison, Demand, Load, Pending, Plan
    from ..order import Built

__all__ = ["plan"]

_LARGEST = 5

_NAMED = 10
"""How many workloads are named where many share a fate; `--json` has all."""


@command(
    "plan",
    examples={
        "homelab plan": "",
        "homelab plan --advice": "",
        "homelab plan --json | jq '.losses[] | select(.fits | not)'": "",
    },
)
@directory_option
@click.option("--advice", is_flag=True, help="Show what other choices would save, and the least hardware.")
@json_option
def plan(directory: Path, advice: bool, as_json: bool) -> None:
    """Place everything that will run on the machines, and again with each of them lost.

    Counts what pods request, as the Kubernetes scheduler does, and volumes with all their copies; k3s and the
    operating system are set aside before. Ends with 1 when something finds no place while all machines are up.

    With --advice the lab is also built with every other answer to its slots and on the reference hardware, and compared;
    nothing is written.
    """
    from ._console import print_json
    from ._lab import build_lab_of

    built = build_lab_of(directory, "planning")
    from ..capacity import plan_of

    found = plan_of(built)
    advised = _advised(built, directory) if advice else None
    if as_json:
        from ._plan_data import advice_data, plan_data

        print_json(plan_data(found) | ({"advice": advice_data(advised)} if advised else {}))
    else:
        click.echo("\n".join(_lines(found)))
        if advised:
            from ._plan_advice import advice_lines

            click.echo("\n" + "\n".join(advice_lines(advised, built.lab.config.headroom)))
    if not found.fits:
        raise click.exceptions.Exit(1)


def _advised(built: Built, directory: Path) -> Advice:
    from ._console import progress

    with progress() as say:
        from ..advice import advise

        say("building the lab with other choices ...")
        return advise(built, directory)


def _lines(found: Plan) -> Iterator[str]:
    from ._console import columns, counted

    where = counted(len(found.machines), "machine")
    verdict = f"The lab fits its {where}." if found.fits else f"The lab does not fit its {where}."
    yield click.style(verdict, fg="green" if found.fits else "red", bold=True)
    yield from (f"  {line}" for line in _waiting(found.pending))
    for kept in found.short:
        has, wanted = len(kept.machines), kept.volume.storage.copies
        yield f"  volume {kept.volume.name} of {kept.unit}: there is room for {has} of its copies, {wanted} are wanted"
    yield ""
    head = ("", "pods", "CPU", "", "memory", "", "disk", "")
    rows = [_load(load) for load in (*found.loads, found.total)]
    yield from columns([head, *rows], right=(1, 2, 3, 4, 5, 6, 7))
    yield _limits(found.total)
    yield ""
    yield "Set aside before"
    yield from columns(_reserves(found), indent="  ", right=(2, 3, 4))
    yield ""
    yield "Without"
    yield from _losses(found)
    yield ""
    yield from columns(_consumers(found), right=(2, 5))
    yield ""
    yield from _job(found)
    yield from columns(
        [("Reference hardware", "has", "minimum", "", "recommended", ""), *map(_comparison, found.comparisons)],
        right=(1, 2, 4),
    )
    if found.assumed:
        yield ""
        yield f"Assumed until `homelab lock` reads them with this lab's values: {', '.join(found.assumed)}"
    yield from _undecided(found)
    if found.unread:
        yield ""
        yield "Not counted"
        yield from (f"  {line}" for line in found.unread)
    spare = [f"{machine.name}/{disk.name}" for machine in found.machines for disk in machine.node.disks[1:]]
    if spare:
        yield ""
        yield f"Not counted for volumes, since they lie on the first disk of a machine: {', '.join(spare)}"


def _undecided(found: Plan) -> Iterator[str]:
    """What nobody can tell without a registry."""
    from ._console import counted

    if found.undecided:
        others = sorted({machine.node.architecture for machine in found.machines} - {"amd64"})
        names = ", ".join(dict.fromkeys(item.unit for item in found.undecided))
        yield ""
        yield f"Cannot tell whether the images of {counted(len(found.undecided), 'workload')} exist for {', '.join(others)}:"
        yield f"  {names}"
        yield "  What does not run there needs the node selector kubernetes.io/arch: amd64."


def _load(load: Load) -> tuple[str, ...]:
    from ..capacity import cores, gib, share

    has, there = load.requested, load.allocatable
    return (
        load.name,
        str(load.pods),
        f"{cores(has.cpu)} of {cores(there.cpu)}",
        share(has.cpu, there.cpu),
        f"{gib(has.memory)} of {gib(there.memory)}",
        share(has.memory, there.memory),
        f"{gib(has.disk)} of {gib(there.disk)}" if there.disk else "not declared",
        share(has.disk, there.disk),
    )


def _limits(total: Load) -> str:
    from ..capacity import gib, share

    percent = share(total.limits, total.allocatable.memory)
    rest = f"; {total.unlimited} pods have none" if total.unlimited else ""
    return f"Memory limits add up to {gib(total.limits)}, {percent} of what there is{rest}."


def _reserves(found: Plan) -> list[tuple[str, ...]]:
    """What is set aside, once for all machines where it is the same."""
    from ..capacity import cores, gib

    rows: dict[tuple[str, ...], list[str]] = {}
    for machine in found.machines:
        for item in machine.reserves:
            amounts = item.amounts
            if amounts.cpu or amounts.memory or amounts.disk:
                row = (
                    item.name,
                    cores(amounts.cpu) if amounts.cpu else "–",
                    gib(amounts.memory) if amounts.memory else "–",
                    gib(amounts.disk) if amounts.disk else "–",
                    item.source,
                )
                rows.setdefault(row, []).append(machine.name)
    return [
        (", ".join(names) if len(names) < len(found.machines) else "each", row[0], *row[1:4], row[4])
        for row, names in rows.items()
    ]


def _losses(found: Plan) -> Iterator[str]:
    from ._console import columns, counted

    rows = []
    for loss in found.losses:
        if not loss.control_plane:
            word = "no: nothing starts elsewhere, the API server is gone with it"
        elif loss.pending:
            waiting = sum(item.pods for item in loss.pending)
            word = f"no: {waiting} of its {counted(_had(found, loss.machine), 'pod')} find no place"
        else:
            word = f"yes: {counted(loss.moved, 'pod')} move"
            if loss.down:
                word += f", {sum(item.pods for item in loss.down)} wait for it to come back"
        if loss.degraded:
            word += f", {counted(loss.degraded, 'volume')} with a copy less"
        rows.append((loss.machine, word))
        rows += [("", line) for line in _waiting((*loss.pending, *(loss.down if loss.control_plane else ())))]
    yield from columns(rows, indent="  ")


def _had(found: Plan, machine: str) -> int:
    return next(load.pods for load in found.loads if load.name == machine)


def _waiting(pending: tuple[Pending, ...]) -> list[str]:
    from ._console import counted

    lines = [
        f"{_named(item.demand)}: {item.because}"
        if item.pods == 1
        else f"{item.pods} of {_named(item.demand)}: {item.because}"
        for item in pending[:_NAMED]
    ]
    left = len(pending) - _NAMED
    return [*lines, f"and {counted(left, 'more workload')}"] if left > 0 else lines


def _named(demand: Demand) -> str:
    """A workload, and its unit where the namespace does not tell."""
    return demand.name if demand.workload.namespace == demand.unit else f"{demand.name} ({demand.unit})"


def _consumers(found: Plan) -> list[tuple[str, ...]]:
    from ..capacity import cores, gib, share

    memory = found.consumers[:_LARGEST]
    cpu = sorted(found.consumers, key=lambda item: (-item.amounts.cpu, -item.amounts.memory, item.unit))[:_LARGEST]
    there = found.total.allocatable
    rows: list[tuple[str, ...]] = [("Most memory", "", "", "  Most CPU", "", "")]
    for first, second in zip(memory, cpu, strict=True):
        rows.append(
            (
                f"  {first.unit}",
                gib(first.amounts.memory),
                share(first.amounts.memory, there.memory),
                f"    {second.unit}",
                cores(second.amounts.cpu),
                share(second.amounts.cpu, there.cpu),
            )
        )
    return rows


def _job(found: Plan) -> Iterator[str]:
    from ..capacity import cores, gib

    if found.largest_job is not None:
        job, fits = found.largest_job
        word = "has room" if fits else "has no room beside what runs"
        yield f"Largest job: {_named(job)}, {cores(job.requests.cpu)} CPU and {gib(job.requests.memory)}, {word}"
        yield ""


def _comparison(line: Comparison) -> tuple[str, ...]:
    def met(wanted: int) -> str:
        if not wanted:
            return ""
        if not line.known:
            return "not declared"
        missing = line.missing(wanted)
        return f"{_amount(line, missing)} missing" if missing else "met"

    return (
        f"  {line.name}",
        _amount(line, line.has) if line.known else "not declared",
        _amount(line, line.minimum) if line.minimum else "–",
        met(line.minimum),
        _amount(line, line.recommended),
        met(line.recommended),
    )


def _amount(line: Comparison, count: int) -> str:
    scale = {"cores": 1, "GB": 10**9, "TB": 10**12, "GbE": 1000}[line.unit]
    number = f"{count / scale:.2f}".rstrip("0").rstrip(".")
    return number if line.unit == "cores" else f"{number} {line.unit}"
