"""What a machine gives to pods, and to which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homelab_cdk.capacity import Amounts, Machine, machines_of
from homelab_cdk.model import NodeRole, WorkloadFact
from tests.capacity.planning import GI, MI, config_of, node


def machine(
    role: NodeRole = "server", *, labels: dict[str, str] | None = None, taints: tuple[str, ...] = ()
) -> Machine:
    [found] = machines_of(config_of(node("n0", cores=4, gib=16, disk=100, role=role)))
    return replace(found, labels={**found.labels, **(labels or {})}, taints=taints)


def pod(*, selector: dict[str, str] | None = None, tolerates: tuple[str, ...] = ()) -> WorkloadFact:
    return WorkloadFact(
        kind="Pod", namespace="a", name="a", node_selector=tuple((selector or {}).items()), tolerates=tolerates
    )


def test_what_is_set_aside_is_named_with_its_source() -> None:
    assert [(item.name, item.source) for item in machine().reserves] == [
        ("k3s server", "measured by k3s"),
        ("operating system", "assumed"),
        ("free disk", "below 15% pods are evicted"),
    ]
    assert machine("agent").reserves[0].name == "k3s agent"


def test_the_rest_is_for_pods() -> None:
    hardware = Amounts(4000, 16 * GI, 100 * GI)
    server, system, free = (item.amounts for item in machine().reserves)
    assert server == Amounts(60, 1606 * MI)
    assert system == Amounts(100, 512 * MI, 20 * GI)
    assert free == Amounts(disk=15 * GI)
    assert machine().allocatable == hardware - server - system - free == Amounts(3840, 14266 * MI, 65 * GI)


def test_a_machine_that_is_too_small_gives_nothing() -> None:
    [found] = machines_of(config_of(node("n0", cores=1, gib=1, disk=16)))
    assert found.allocatable == Amounts(840, 0, 0)


@pytest.mark.parametrize(
    ("selector", "taken"),
    [
        ({}, True),
        ({"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}, True),
        ({"kubernetes.io/hostname": "n0"}, True),
        ({"node-role.kubernetes.io/control-plane": "true"}, True),
        ({"kubernetes.io/arch": "arm64"}, False),
        ({"disk": "fast"}, True),
        ({"disk": "slow"}, False),
    ],
)
def test_labels(selector: dict[str, str], taken: bool) -> None:
    assert machine(labels={"disk": "fast"}).takes(pod(selector=selector)) is taken


@pytest.mark.parametrize(
    ("tolerates", "taken"),
    [
        ((), False),
        (("*",), True),
        (("*:NoSchedule",), True),
        (("*:NoExecute",), False),
        (("gpu",), True),
        (("gpu=yes",), True),
        (("gpu=yes:NoSchedule",), True),
        (("gpu=no",), False),
        (("gpu:NoExecute",), False),
        (("other",), False),
    ],
)
def test_taints(tolerates: tuple[str, ...], taken: bool) -> None:
    assert machine(taints=("gpu=yes:NoSchedule",)).takes(pod(tolerates=tolerates)) is taken


def test_every_taint_has_to_be_tolerated() -> None:
    two = machine(taints=("a=:NoSchedule", "b:NoExecute"))
    assert not two.takes(pod(tolerates=("a",)))
    assert two.takes(pod(tolerates=("a=", "b:NoExecute")))
