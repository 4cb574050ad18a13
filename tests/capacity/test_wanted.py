"""What everything wants, placed or not."""

from __future__ import annotations

from hypothesis import given

from homelab_cdk.capacity import Footprint, make_plan
from homelab_cdk.constructs import StorageClass
from homelab_cdk.model import Node
from tests.capacity.planning import GI, MI, claim, config_of, container, lab_on, node, planned, pod_claim, workload
from tests.capacity.test_properties import footprints, machine_lists


def test_counted_by_hand() -> None:
    lab, app = lab_on(*(node(f"n{number}", cores=4, gib=16) for number in (1, 2, 3)), storage=_copied(2))
    app.add_manifest(
        workload("StatefulSet", "db", container("500m", "1Gi"), replicas=2, volumeClaimTemplates=[claim("10Gi")])
    )
    app.add_manifest(workload("DaemonSet", "agent", container("100m", "64Mi")))
    shared = {"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]}
    app.add_manifest(pod_claim("5Gi"))
    app.add_manifest(workload("Deployment", "web", container("50m", "32Mi"), pod=shared, replicas=2))
    wanted = planned(lab).wanted
    # db 2 x 500, agent 3 x 100, web 2 x 50, coredns and metrics-server of k3s 100 each
    assert wanted.cpu == 2 * 500 + 3 * 100 + 2 * 50 + 2 * 100
    assert wanted.memory == (2 * 1024 + 3 * 64 + 2 * 32 + 70 + 200) * MI
    # db has a volume for each pod, web one for both; each has two copies
    assert wanted.disk == (2 * 10 + 5) * 2 * GI


def test_what_finds_no_place_counts_as_well() -> None:
    lab, app = lab_on(node("n0", cores=4, gib=16), storage=_copied(2))
    app.add_manifest(workload("StatefulSet", "db", container("9", "1Gi"), volumeClaimTemplates=[claim("10Gi")]))
    plan = planned(lab)
    assert not plan.fits
    assert (plan.wanted.cpu, plan.wanted.disk) == (9000 + 200, 20 * GI)


@given(footprints, machine_lists)
def test_a_lab_that_fits_requests_what_it_wants(wanted: Footprint, nodes: tuple[Node, ...]) -> None:
    plan = make_plan(wanted, config_of(*nodes))
    if plan.fits:
        requested = plan.total.requested
        assert (requested.cpu, requested.memory) == (plan.wanted.cpu, plan.wanted.memory)
        if all(machine.disk for machine in plan.machines):
            assert requested.disk == plan.wanted.disk


def _copied(copies: int) -> StorageClass:
    return StorageClass(name="copied", copies=copies)
