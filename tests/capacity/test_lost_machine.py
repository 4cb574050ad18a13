"""What becomes of pods and volumes when a machine is lost."""

from __future__ import annotations

from homelab_cdk.capacity import Loss, Plan
from homelab_cdk.constructs import StorageClass
from homelab_cdk.model import NodeRole
from tests.capacity.planning import claim, container, lab_on, node, planned, pod_claim, waiting, workload

THREE = [node(f"n{number}", cores=4, gib=16) for number in range(3)]


def of(plan: Plan, machine: str) -> Loss:
    return next(item for item in plan.losses if item.machine == machine)


def down(loss: Loss) -> list[str]:
    return [f"{item.demand.workload.name} x{item.pods}: {item.because}" for item in loss.down]


def pending(loss: Loss) -> list[str]:
    return [f"{item.demand.workload.name} x{item.pods}: {item.because}" for item in loss.pending]


def test_what_fits_nowhere_else_is_named() -> None:
    lab, app = lab_on(*THREE)
    app.add_manifest(workload("Deployment", "big", container("100m", "12Gi"), replicas=3))
    plan = planned(lab)
    assert plan.fits
    loss = of(plan, "n0")
    assert not loss.fits
    assert pending(loss) == ["big x1: no machine has enough memory left"]


def test_a_volume_with_a_copy_elsewhere_lets_its_pod_move() -> None:
    lab, app = lab_on(*THREE, storage=StorageClass(name="two", copies=2))
    app.add_manifest(workload("StatefulSet", "db", container("1", "1Gi"), volumeClaimTemplates=[claim("10Gi")]))
    plan = planned(lab)
    where = next(load.name for load in plan.loads if load.requested.cpu >= 1000)
    loss = of(plan, where)
    assert loss.fits
    assert (down(loss), loss.degraded) == ([], 1)


def test_a_volume_with_its_only_copy_on_the_machine_takes_its_pod_down_wherever_that_runs() -> None:
    # The volume goes to the machine with most disk, the pod to another: its volume comes over the network.
    machines = [
        node("n0", cores=4, gib=16),
        node("n1", cores=8, gib=64, disk=64),
        node("n2", cores=4, gib=16, disk=1024),
    ]
    lab, app = lab_on(*machines, storage=StorageClass(name="one", copies=1))
    app.add_manifest(workload("StatefulSet", "db", container("4", "4Gi"), volumeClaimTemplates=[claim("100Gi")]))
    plan = planned(lab)
    assert next(load.name for load in plan.loads if load.requested.cpu >= 4000) == "n1"
    assert down(of(plan, "n2")) == ["db x1: its volume data lies on n2 alone"]
    assert down(of(plan, "n1")) == []
    assert of(plan, "n1").fits is False  # no other machine has 4 cores left
    assert pending(of(plan, "n1")) == ["db x1: no machine has enough CPU left"]


def test_pods_that_share_a_volume_of_one_machine_are_there_together_and_go_together() -> None:
    lab, app = lab_on(*THREE)
    pod = {"volumes": [{"name": "s", "persistentVolumeClaim": {"claimName": "shared"}}]}
    app.add_manifest(pod_claim("20Gi", "shared"))
    for name in ("reader", "writer"):
        app.add_manifest(workload("Deployment", name, container("500m", "1Gi"), pod=pod))
    plan = planned(lab)
    [where] = [load.name for load in plan.loads if load.requested.cpu >= 1000]
    assert sum(load.requested.disk for load in plan.loads) == 20 * 1024**3
    assert down(of(plan, where)) == [
        f"reader x1: its volume shared lies on {where} alone",
        f"writer x1: its volume shared lies on {where} alone",
    ]


def servers(*roles: NodeRole) -> Plan:
    lab, app = lab_on(*[node(f"n{number}", cores=4, gib=16, role=role) for number, role in enumerate(roles)])
    app.add_manifest(workload("Deployment", "web", container("100m", "1Gi"), replicas=len(roles)))
    return planned(lab)


def test_more_than_half_of_the_servers_have_to_stay() -> None:
    assert [loss.control_plane for loss in servers("server").losses] == [False]
    assert [loss.control_plane for loss in servers("server", "agent").losses] == [False, True]
    assert [loss.control_plane for loss in servers("server", "server").losses] == [False, False]
    assert [loss.control_plane for loss in servers("server", "server", "server").losses] == [True, True, True]


def test_without_the_api_server_nothing_moves() -> None:
    plan = servers("server", "agent")
    loss = of(plan, "n0")
    assert not loss.fits
    assert loss.moved == 0
    assert "web x1: without n0 there is no API server, so nothing starts elsewhere" in down(loss)
    assert of(plan, "n1").fits


def test_pods_of_each_machine_go_with_it() -> None:
    lab, app = lab_on(*THREE)
    app.add_manifest(workload("DaemonSet", "agent", container("100m", "1Gi")))
    loss = of(planned(lab), "n0")
    assert [line for line in [*down(loss), *pending(loss)] if "agent" in line] == []


def test_copies_without_room_are_named() -> None:
    lab, app = lab_on(*THREE[:2], storage=StorageClass(name="three", copies=3))
    app.add_manifest(workload("StatefulSet", "db", container("1", "1Gi"), volumeClaimTemplates=[claim("10Gi")]))
    plan = planned(lab)
    assert not plan.fits
    assert [(item.volume.name, len(item.machines), item.missing) for item in plan.short] == [("data", 2, 1)]


def test_a_class_leaves_its_share_of_the_disk_alone() -> None:
    # 512Gi, of which volumes of this class take at most 40%: 204Gi.
    lab, app = lab_on(node("n0", cores=4, gib=16), storage=StorageClass(name="careful", reserve=60))
    for name in ("a", "b", "c"):
        app.add_manifest(workload("StatefulSet", name, container("1m", "1Mi"), volumeClaimTemplates=[claim("100Gi")]))
    assert waiting(planned(lab)) == ["StatefulSet app/c: 1: no machine has enough disk left for its volume data"]


def test_volumes_that_lie_outside_take_no_disk() -> None:
    lab, app = lab_on(node("n0", cores=4, gib=16), storage=StorageClass(name="nas", copies=0))
    app.add_manifest(workload("StatefulSet", "a", container("1m", "1Mi"), volumeClaimTemplates=[claim("100Ti")]))
    plan = planned(lab)
    assert plan.fits
    assert plan.total.requested.disk == 0
    assert plan.losses[0].degraded == 0
