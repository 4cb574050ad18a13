"""Which machine a pod goes to."""

from __future__ import annotations

from homelab_cdk.capacity import MOST_PODS
from tests.capacity.planning import container, lab_on, node, planned, waiting, workload


def test_pods_of_one_workload_are_spread() -> None:
    lab, app = lab_on(*[node(f"n{number}", cores=4, gib=16) for number in range(3)])
    app.add_manifest(workload("Deployment", "web", container("1", "1Gi"), replicas=3))
    assert [load.requested.cpu // 1000 for load in planned(lab).loads] == [1, 1, 1]


def test_pods_are_packed_where_spreading_leaves_no_room() -> None:
    # Spread, each machine has 2.7 and 1.9 of its 5.84 cores, and the third 1.9 finds no place. Packed, one machine has
    # both of 2.7, the other all three of 1.9.
    machines = [node(f"n{number}", cores=6, gib=16) for number in range(2)]
    lab, app = lab_on(*machines)
    for name, size in (("a", "2700m"), ("b", "2700m"), ("c", "1900m"), ("d", "1900m"), ("e", "1900m")):
        app.add_manifest(workload("Deployment", name, container(size, "1Gi")))
    assert waiting(planned(lab)) == []


def test_what_may_run_on_few_machines_comes_first() -> None:
    lab, app = lab_on(node("n0", cores=4, gib=16), node("n1", cores=4, gib=16))
    bound = {"nodeSelector": {"kubernetes.io/hostname": "n0"}}
    app.add_manifest(workload("Deployment", "large", container("3", "1Gi")))
    app.add_manifest(workload("Deployment", "small", container("2", "1Gi"), pod=bound))
    assert waiting(planned(lab)) == []


def test_a_machine_runs_so_many_pods() -> None:
    lab, app = lab_on(node("n0", cores=64, gib=256))
    app.add_manifest(workload("Deployment", "web", container("1m", "1Mi"), replicas=200))
    plan = planned(lab)
    assert plan.total.pods == MOST_PODS == 110
    assert all("n0 has not enough place for one more pod left" in line for line in waiting(plan))


def test_what_no_machine_is_made_for() -> None:
    lab, app = lab_on(node("n0", cores=4, gib=16), node("n1", cores=4, gib=16))
    app.add_manifest(workload("Deployment", "arm", container("1m", "1Mi"), pod={"nodeSelector": {"gpu": "yes"}}))
    app.add_manifest(workload("Deployment", "large", container("5", "32Gi")))
    assert waiting(planned(lab)) == [
        "Deployment app/arm: 1: no machine has the labels gpu=yes",
        "Deployment app/large: 1: no machine has enough memory and CPU left",
    ]


def test_a_daemon_without_room_names_its_machine() -> None:
    lab, app = lab_on(node("n0", cores=4, gib=16), node("n1", cores=4, gib=8))
    app.add_manifest(workload("DaemonSet", "agent", container("1m", "10Gi")))
    assert waiting(planned(lab)) == ["DaemonSet app/agent: 1: n1 has not enough memory left"]


def test_memory_limits_are_added_up() -> None:
    lab, app = lab_on(node("n0", cores=4, gib=16))
    for name, limits in (("a", {"limits": {"memory": "4Gi"}}), ("b", {})):
        resources = {"requests": {"cpu": "1m", "memory": "1Gi"}, **limits}
        app.add_manifest(workload("Deployment", name, container("1m", "1Gi", resources=resources), replicas=2))
    total = planned(lab).total
    # 2 x 4Gi, and CoreDNS with 170Mi; without: 2 of b, traefik, local-path and metrics-server
    assert (total.limits // 1024**2, total.unlimited) == (2 * 4096 + 170, 5)
