from __future__ import annotations

from dataclasses import replace

import pytest

from homelab_cdk.constructs import Lab, StorageClass
from tests.capacity.planning import claim, container, lab_on, node, workload
from tests.checks.looking import found

FIX = "`homelab plan --advice` shows what takes less; or add a machine, or lower capacity.headroom"


def lab_with(cpu: str, memory: str, *, headroom: int = 20) -> Lab:
    """One machine that gives 7.84 CPU and 30650Mi to pods, of which k3s' own take 0.2 and 270Mi."""
    lab, app = lab_on(node("n0", cores=8, gib=32))
    lab.config = lab.surroundings.config = replace(lab.config, headroom=headroom)
    app.add_manifest(workload("Deployment", "web", container(cpu, memory)))
    return lab


def test_too_little_memory_stays_free() -> None:
    assert found(lab_with("1", "25Gi"), "HL550") == [
        "lab: memory: 25.3 Gi of 29.9 Gi memory are requested, so 15% stay free, and capacity.headroom in homelab.yaml"
        f" wants 20%; {FIX}"
    ]


def test_too_little_disk_stays_free() -> None:
    lab, app = lab_on(node("n0", cores=8, gib=32, disk=100), storage=StorageClass(name="near", node_bound=True))
    app.add_manifest(workload("StatefulSet", "db", container("1", "1Gi"), volumeClaimTemplates=[claim("60Gi")]))
    # 15% of 100Gi stay free by themselves, 20Gi are for the system.
    assert found(lab, "HL550") == [
        "lab: disk: 60 Gi of 65 Gi disk are requested, so 7% stay free, and capacity.headroom in homelab.yaml wants 20%;"
        f" {FIX}"
    ]


@pytest.mark.parametrize(("web", "findings"), [("5680m", 0), ("5681m", 1)])
def test_exactly_the_headroom_is_enough(web: str, findings: int) -> None:
    # 7840 less a quarter are 5880, of which coredns and metrics-server take 200.
    assert len(found(lab_with(web, "1Gi", headroom=25), "HL550")) == findings


def test_a_lab_may_want_none() -> None:
    assert found(lab_with("1", "29Gi", headroom=0), "HL550") == []


def test_what_does_not_fit_is_the_matter_of_another_rule() -> None:
    lab = lab_with("1", "64Gi")
    assert found(lab, "HL550") == []
    assert len(found(lab, "HL501")) == 1


def test_disk_is_left_out_where_none_is_declared() -> None:
    lab, app = lab_on(node("n0", cores=8, gib=32, disk=None))
    app.add_manifest(workload("StatefulSet", "db", container("1", "1Gi"), volumeClaimTemplates=[claim("9Ti")]))
    assert found(lab, "HL550") == []
