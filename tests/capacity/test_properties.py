"""What holds for every placement, whatever the lab and its machines."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, strategies as st

from homelab_cdk.capacity import Footprint, Machine, Placement, Storage, demand, machines_of, make_plan, place
from homelab_cdk.model import ContainerFact, Node, VolumeFact, WorkloadFact
from tests.capacity.planning import GI, MI, config_of, node

CLASSES = {
    "": Storage(name="near", node_bound=True),
    "near": Storage(name="near", node_bound=True),
    "copied": Storage(name="copied", copies=2, reserve=30),
    "away": Storage(name="away", copies=0),
}

volumes = st.builds(
    VolumeFact,
    name=st.sampled_from(["data", "logs"]),
    size=st.integers(0, 300).map(lambda gib: gib * GI),
    storage_class=st.sampled_from(sorted(CLASSES)),
    per_replica=st.booleans(),
)

workloads = st.builds(
    WorkloadFact,
    kind=st.sampled_from(["Deployment", "StatefulSet", "DaemonSet"]),
    namespace=st.just("app"),
    name=st.sampled_from("abc"),
    replicas=st.integers(0, 6),
    containers=st.builds(
        ContainerFact,
        name=st.just("x"),
        image=st.just(""),
        cpu_request=st.integers(0, 3000),
        memory_request=st.integers(0, 8000).map(lambda mib: mib * MI),
        ephemeral_request=st.integers(0, 60).map(lambda gib: gib * GI),
    ).map(lambda one: (one,)),
    volumes=st.lists(volumes, max_size=2, unique_by=lambda item: item.name).map(tuple),
    node_selector=st.sampled_from([(), (), (("kubernetes.io/arch", "amd64"),), (("kubernetes.io/hostname", "n0"),)]),
    apart=st.sampled_from(["", "preferred", "required"]),
).map(lambda one: replace(one, replicas=0) if one.kind == "DaemonSet" else one)


def footprint_of(listed: list[WorkloadFact]) -> Footprint:
    demands = [demand(f"unit-{number}", item, CLASSES) for number, item in enumerate(listed)]
    return Footprint(lasting=tuple(item for item in demands if item.pods or item.per_machine))


footprints = st.lists(workloads, max_size=8).map(footprint_of)

machine_lists = st.lists(
    st.tuples(
        st.sampled_from([2, 4, 16]),
        st.sampled_from([4, 16, 64]),
        st.sampled_from([None, 64, 512]),
        st.sampled_from(["server", "agent"]),
        st.sampled_from(["amd64", "arm64"]),
    ),
    min_size=1,
    max_size=4,
).map(
    lambda rows: tuple(
        node(f"n{number}", cores=cores, gib=gib, disk=disk, role=role, architecture=architecture)
        for number, (cores, gib, disk, role, architecture) in enumerate(rows)
    )
)


def placed(wanted: Footprint, nodes: tuple[Node, ...]) -> tuple[Placement, tuple[Machine, ...]]:
    machines = machines_of(config_of(*nodes))
    return place(wanted, machines), machines


@given(footprints, machine_lists)
def test_no_machine_gives_more_than_it_has(wanted: Footprint, nodes: tuple[Node, ...]) -> None:
    found, machines = placed(wanted, nodes)
    for machine in machines:
        here = [item.demand.requests for item in found.placed if item.machine == machine.name]
        assert sum(item.cpu for item in here) <= machine.allocatable.cpu
        assert sum(item.memory for item in here) <= machine.allocatable.memory
        kept = sum(item.volume.size * item.machines.count(machine.name) for item in found.kept)
        if machine.disk:
            assert sum(item.disk for item in here) + kept <= machine.allocatable.disk


@given(footprints, machine_lists)
def test_no_pod_is_lost(wanted: Footprint, nodes: tuple[Node, ...]) -> None:
    found, machines = placed(wanted, nodes)
    there = Counter(id(item.demand) for item in found.placed)
    for item in found.pending:
        there[id(item.demand)] += item.pods
    for item in wanted.lasting:
        everywhere = sum(machine.takes(item.workload) for machine in machines)
        assert there[id(item)] == (everywhere if item.per_machine else item.pods)


@given(footprints, machine_lists)
def test_pods_keep_to_what_they_ask_of_a_machine(wanted: Footprint, nodes: tuple[Node, ...]) -> None:
    found, machines = placed(wanted, nodes)
    by_name = {machine.name: machine for machine in machines}
    for item in found.placed:
        assert by_name[item.machine].takes(item.demand.workload)
        assert all(item.machine in kept.machines for kept in item.volumes if kept.volume.storage.node_bound)
    apart = [(id(item.demand), item.machine) for item in found.placed if item.demand.workload.apart == "required"]
    assert len(apart) == len(set(apart))


@given(footprints, machine_lists)
def test_copies_of_a_volume_lie_on_different_machines(wanted: Footprint, nodes: tuple[Node, ...]) -> None:
    found, _ = placed(wanted, nodes)
    assert [item for item in found.kept if len(item.machines) != len(set(item.machines))] == []


@given(footprints, machine_lists)
def test_a_pod_waits_only_where_no_machine_has_room(wanted: Footprint, nodes: tuple[Node, ...]) -> None:
    found, _ = placed(wanted, nodes)
    for item in found.pending:
        workload = item.demand.workload
        if item.demand.volumes or workload.apart == "required" or item.demand.per_machine:
            continue
        assert not [
            seat for seat in found.seats if seat.machine.takes(workload) and seat.fits(item.demand.requests, ())
        ]


@given(footprints, machine_lists)
def test_the_same_lab_gives_the_same_plan(wanted: Footprint, nodes: tuple[Node, ...]) -> None:
    first, second = (make_plan(wanted, config_of(*nodes)) for _ in range(2))
    assert first == second


@given(footprints, machine_lists)
def test_one_more_machine_with_room_for_all_takes_whatever_waits(wanted: Footprint, nodes: tuple[Node, ...]) -> None:
    free = replace(wanted, lasting=tuple(item for item in wanted.lasting if not _is_choosy(item.workload)))
    before, _ = placed(free, nodes)
    after, _ = placed(free, (*nodes, node("huge", cores=1000, gib=1000, disk=100_000)))
    here = [item for item in after.pending if not item.demand.per_machine]
    assert here == []
    assert len(after.placed) >= len(before.placed)


@given(footprints, st.integers(1, 16), st.integers(4, 64), st.integers(0, 16), st.integers(0, 64))
def test_a_larger_machine_never_fits_less(
    wanted: Footprint, cores: int, gib: int, more_cores: int, more_gib: int
) -> None:
    # On one machine; on several, a greedy placement may be unlucky with more room, as the scheduler itself may be.
    small = make_plan(wanted, config_of(node("n0", cores=cores, gib=gib)))
    large = make_plan(wanted, config_of(node("n0", cores=cores + more_cores, gib=gib + more_gib)))
    assert large.fits or not small.fits


@given(footprints, machine_lists)
def test_nothing_is_lost_with_a_machine(wanted: Footprint, nodes: tuple[Node, ...]) -> None:
    plan = make_plan(wanted, config_of(*nodes))
    found, _ = placed(wanted, nodes)
    for loss in plan.losses:
        on_it = [item for item in found.placed if item.machine == loss.machine and not item.demand.per_machine]
        waiting = sum(item.pods for item in loss.pending)
        assert loss.moved + waiting + sum(item.pods for item in loss.down) >= len(on_it)
        assert loss.moved + waiting <= len(on_it)


def _is_choosy(workload: WorkloadFact) -> bool:
    return bool(workload.node_selector or workload.volumes or workload.apart == "required")
