"""On which of the reference hardware a lab fits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import yaml

from homelab_cdk.advice import ReferenceFit, advise, reference_nodes
from homelab_cdk.capacity import REFERENCE, plan_of
from homelab_cdk.model import LabConfig
from homelab_cdk.synth._run import build
from tests.advice.made_up import LAB, advised, made_up, pods

MINIMUM, RECOMMENDED = REFERENCE


def fitting(memory: str, *, replicas: int = 1, cpu: str = "100m", claim: str = "") -> list[ReferenceFit]:
    """A lab of some pods on all four, the smallest first."""
    with made_up("one", *pods("one", cpu=cpu, memory=memory, replicas=replicas, claim=claim)):
        return list(advised(f"{LAB}artifacts: one\n").reference)


def verdicts(found: list[ReferenceFit]) -> list[tuple[str, int, bool, bool | None]]:
    return [(item.reference.name, item.machines, item.fits, item.spare) for item in found]


def test_it_is_shared_out_without_a_rest() -> None:
    for reference in REFERENCE:
        for count in (1, 3):
            nodes = reference_nodes(LabConfig.sample(nodes=2), reference, count)
            assert sum(node.cores for node in nodes) == reference.cores
            assert {node.memory for node in nodes} == {reference.memory // count}
            assert {(disk.size, disk.kind) for node in nodes for disk in node.disks} == {
                (reference.disk // count, reference.kind)
            }
            assert {node.link for node in nodes} == {reference.link}
            assert {node.roles for node in nodes} == {("server",)}
            assert len({node.name for node in nodes}) == len({node.address for node in nodes}) == count
    assert [node.cores for node in reference_nodes(LabConfig.sample(), MINIMUM, 3)] == [3, 3, 2]
    assert [node.cores for node in reference_nodes(LabConfig.sample(), RECOMMENDED, 3)] == [6, 5, 5]


def test_its_machines_take_the_places_of_the_labs() -> None:
    lab = LabConfig.sample(nodes=2)
    first, second = lab.nodes
    lab = replace(
        lab,
        nodes=(
            replace(first, labels=(("room", "cellar"),), architecture="arm64"),
            replace(second, labels=(("gpu", "yes"),), taints=("gpu=yes:NoSchedule",)),
        ),
    )
    three = reference_nodes(lab, MINIMUM, 3)
    assert [(node.name, str(node.address), node.architecture) for node in three] == [
        ("node-1", "192.168.1.11", "arm64"),
        ("node-2", "192.168.1.12", "amd64"),
        # Neither a machine's nor the API's (.10), and in no pool.
        ("machine-3", "192.168.1.1", "amd64"),
    ]
    assert [node.labels for node in three] == [(("room", "cellar"),), (("gpu", "yes"),), (("gpu", "yes"),)]
    assert [node.taints for node in three] == [(), (), ()]
    [one] = reference_nodes(lab, MINIMUM, 1)
    assert one.labels == (("room", "cellar"), ("gpu", "yes"))


def test_a_small_lab_fits_on_all_and_the_smallest_is_named() -> None:
    found = fitting("1Gi")
    assert verdicts(found) == [
        ("minimum", 1, True, None),
        ("minimum", 3, True, True),
        ("recommended", 1, True, None),
        ("recommended", 3, True, True),
    ]
    # 32 GB less 1606Mi and 512Mi are 28399Mi; one asks for 1024, coredns for 70 and metrics-server for 200: 4%. Of 7840m
    # they take 300: 3%. The least that stays free is 95%.
    assert found[0].free == 95


def test_a_large_pod_does_not_fit_on_a_third() -> None:
    # A third of 32 GB, less k3s and the system, are 8054Mi.
    found = fitting("9Gi")
    assert verdicts(found) == [
        ("minimum", 1, True, None),
        ("minimum", 3, False, False),
        ("recommended", 1, True, None),
        ("recommended", 3, True, True),
    ]
    assert found[1].because == "1 pod finds no place: no machine has enough memory left"


def test_three_machines_of_which_none_may_be_lost() -> None:
    # One of 5Gi on each of three machines of 8054Mi, and no two on one.
    assert verdicts(fitting("5Gi", replicas=3))[1] == ("minimum", 3, True, False)


def test_the_smallest_may_be_the_recommended() -> None:
    with made_up("one", *pods("one", cpu="10", memory="1Gi")):
        smallest = advised(f"{LAB}artifacts: one\n").smallest
    assert smallest is not None
    assert (smallest.reference.name, smallest.machines) == ("recommended", 1)


def test_a_lab_too_large_for_all_of_it() -> None:
    with made_up("one", *pods("one", cpu="20", memory="1Gi")):
        assert advised(f"{LAB}artifacts: one\n").smallest is None


def test_disk_counts() -> None:
    # 15% of 1 TB stay free and 20Gi are for the system: 771Gi are left, and 1563Gi of 2 TB.
    found = fitting("1Gi", claim="900Gi")
    assert [item.fits for item in found] == [False, False, True, False]


def test_it_is_what_the_plan_of_such_machines_says(repository: Path) -> None:
    advice = advise(build(repository), repository)
    lab = yaml.safe_load((repository / "homelab.yaml").read_text(encoding="utf-8"))
    for found in advice.reference:
        # WHEN somebody has just these machines
        nodes = reference_nodes(build_config(repository), found.reference, found.machines)
        lab["nodes"] = {
            node.name: {
                "address": str(node.address),
                "roles": list(node.roles),
                "cores": node.cores,
                "memory": f"{node.memory / 10**9:.3f}G",
                "link": f"{node.link}Mbit",
                "disks": {disk.name: {"size": f"{disk.size / 10**12:.3f}T", "kind": disk.kind} for disk in node.disks},
            }
            for node in nodes
        }
        lab["cluster"] = {key: value for key, value in lab["cluster"].items() if key != "api"}
        target = repository / f"{found.reference.name}-{found.machines}"
        target.mkdir()
        (target / "homelab.yaml").write_text(yaml.safe_dump(lab, sort_keys=False), encoding="utf-8")
        if not found.assumed:
            (target / "homelab.lock").write_bytes((repository / "homelab.lock").read_bytes())
        # THEN its plan says the same
        plan = plan_of(build(target))
        assert plan.fits == found.fits
        assert found.spare in (None, all(loss.fits for loss in plan.losses))


def build_config(repository: Path) -> LabConfig:
    return build(repository).lab.config


def test_a_network_without_room_for_three_machines() -> None:
    with made_up("one", *pods("one", cpu="100m", memory="64Mi")):
        lab = f"{LAB}artifacts: one\n".replace("192.168.1.0/24", "192.168.1.8/30").replace(".1.11", ".1.9")
        found = advised(lab).reference
    assert [(item.machines, item.fits, item.because) for item in found] == [
        (1, True, ""),
        (3, False, "networks.node 192.168.1.8/30 has no free address for 3 machines"),
    ] * len(REFERENCE)
