"""One lab on three kinds of hardware, counted by hand.

The lab, pod by pod:

    web     Deployment of 2     250m   512Mi
    db      StatefulSet of 3    500m  2048Mi  and a volume of 50Gi each, all on different machines
    agent   DaemonSet           100m   128Mi
    nightly CronJob             400m  1024Mi  comes and goes, so it is in no sum

and what k3s brings along for a lab without an ingress and without metrics of its own:

    coredns         1           100m    70Mi
    metrics-server  1           100m   200Mi
    traefik         1              –       –
    local-path      1              –       –  only where the lab has no storage of its own
"""

from __future__ import annotations

from homelab_cdk.capacity import Plan
from homelab_cdk.constructs import Lab, StorageClass
from homelab_cdk.model import Node
from tests.capacity.planning import APART, GI, MI, claim, container, lab_on, node, planned, waiting, workload

SERVER_CPU, SERVER_MEMORY = 60 + 100, 1606 + 512
AGENT_CPU, AGENT_MEMORY = 30 + 100, 275 + 512
PI_CPU, PI_MEMORY = 100 + 100, 268 + 512
"""k3s, and 100m and 512Mi for the operating system; memory in Mi."""


def the_lab(*nodes: Node, storage: StorageClass | None = None) -> Lab:
    lab, app = lab_on(*nodes, storage=storage)
    app.add_manifest(workload("Deployment", "web", container("250m", "512Mi"), replicas=2))
    app.add_manifest(
        workload(
            "StatefulSet",
            "db",
            container("500m", "2Gi"),
            pod=APART,
            replicas=3,
            volumeClaimTemplates=[claim("50Gi")],
        )
    )
    app.add_manifest(workload("DaemonSet", "agent", container("100m", "128Mi")))
    app.add_manifest(workload("CronJob", "nightly", container("400m", "1Gi")))
    return lab


def cpu(plan: Plan) -> list[tuple[str, int, int]]:
    return [(load.name, load.requested.cpu, load.allocatable.cpu) for load in (*plan.loads, plan.total)]


def memory(plan: Plan) -> list[tuple[str, int, int]]:
    return [
        (load.name, load.requested.memory // MI, load.allocatable.memory // MI) for load in (*plan.loads, plan.total)
    ]


def disk(plan: Plan) -> list[tuple[str, int]]:
    return [(load.name, load.requested.disk // GI) for load in (*plan.loads, plan.total)]


def pods(plan: Plan) -> list[int]:
    return [load.pods for load in plan.loads]


def lost(plan: Plan) -> dict[str, tuple[bool, int, list[str], list[str], int]]:
    """By machine: whether the rest holds, how many pods move, which find no place, which are down, degraded volumes."""
    return {
        loss.machine: (
            loss.fits,
            loss.moved,
            [f"{item.demand.workload.name} x{item.pods}" for item in loss.pending],
            [f"{item.demand.workload.name} x{item.pods}" for item in loss.down],
            loss.degraded,
        )
        for loss in plan.losses
    }


def test_one_machine_of_8_cores_and_32_gib() -> None:
    plan = planned(the_lab(node("only", cores=8, gib=32, disk=1024)))
    # One db of three has a machine of its own; the others wait.
    assert not plan.fits
    assert waiting(plan) == ["StatefulSet app/db: 2: its pods have to be on different machines, and there are too few"]
    # db 500 + web 2 x 250 + agent 100 + coredns 100 + metrics-server 100
    used = 500 + 2 * 250 + 100 + 100 + 100
    there = 8000 - SERVER_CPU
    assert used == 1300
    assert there == 7840
    assert cpu(plan) == [("only", used, there), ("total", used, there)]
    # db 2048 + web 2 x 512 + agent 128 + coredns 70 + metrics-server 200
    used = 2048 + 2 * 512 + 128 + 70 + 200
    there = 32 * 1024 - SERVER_MEMORY
    assert used == 3470
    assert there == 30650
    assert memory(plan) == [("only", used, there), ("total", used, there)]
    assert disk(plan) == [("only", 50), ("total", 50)]
    # 15% of the disk stay free, 20Gi are for the system and the images.
    assert plan.total.allocatable.disk == 1024 * GI - 1024 * GI * 15 // 100 - 20 * GI
    # db, 2 web, agent, coredns, metrics-server, traefik, local-path
    assert pods(plan) == [8]
    # With the only server nothing starts anywhere; the agent is gone with its machine.
    without_volume = ["web x2", "coredns x1", "metrics-server x1", "local-path-provisioner x1", "traefik x1"]
    assert lost(plan) == {"only": (False, 0, [], ["db x1", *without_volume], 0)}


def test_three_mini_machines_of_4_cores_and_16_gib() -> None:
    machines = [node(f"mini-{number}", cores=4, gib=16) for number in (1, 2, 3)]
    plan = planned(the_lab(*machines, storage=StorageClass(name="replicated", copies=3, reserve=30)))
    assert plan.fits
    # Each has an agent (100) and a db (500); web goes to the first two (250 each), and then coredns and metrics-server
    # (100 each) to the third, which has most left.
    used = [100 + 500 + 250, 100 + 500 + 250, 100 + 500 + 100 + 100]
    there = 4000 - SERVER_CPU
    assert cpu(plan) == [
        ("mini-1", 850, 3840),
        ("mini-2", 850, 3840),
        ("mini-3", 800, 3840),
        ("total", sum(used), 3 * there),
    ]
    # agent 128 + db 2048, and web 512 or coredns 70 + metrics-server 200
    used = [128 + 2048 + 512, 128 + 2048 + 512, 128 + 2048 + 70 + 200]
    there = 16 * 1024 - SERVER_MEMORY
    assert memory(plan) == [
        ("mini-1", 2688, 14266),
        ("mini-2", 2688, 14266),
        ("mini-3", 2446, 14266),
        ("total", sum(used), 3 * there),
    ]
    # Three volumes of 50Gi, each with a copy on each machine.
    assert disk(plan) == [("mini-1", 150), ("mini-2", 150), ("mini-3", 150), ("total", 3 * 3 * 50)]
    assert pods(plan) == [3, 3, 5]
    # Two servers of three still agree. The db of the lost machine has no machine of its own left, the rest moves:
    # web, or coredns, metrics-server and traefik. Each volume has two copies left.
    assert lost(plan) == {
        "mini-1": (False, 1, ["db x1"], [], 3),
        "mini-2": (False, 1, ["db x1"], [], 3),
        "mini-3": (False, 3, ["db x1"], [], 3),
    }


def test_two_big_machines_and_a_raspberry_pi() -> None:
    machines = [
        node("big-1", cores=16, gib=64, disk=2048),
        node("big-2", cores=16, gib=64, disk=2048, role="agent"),
        node("pi", cores=4, gib=8, disk=128, role="agent", architecture="arm64"),
    ]
    plan = planned(the_lab(*machines))
    assert plan.fits
    # Each has an agent (100) and a db (500); web goes to the big ones (250 each). Of coredns and metrics-server (100 each)
    # one goes to each of them; local-path and traefik request nothing and go to big-2, which is a little emptier.
    big_1 = 100 + 500 + 250 + 100
    big_2 = 100 + 500 + 250 + 100
    pi = 100 + 500
    assert cpu(plan) == [
        ("big-1", big_1, 16000 - SERVER_CPU),
        ("big-2", big_2, 16000 - AGENT_CPU),
        ("pi", pi, 4000 - PI_CPU),
        ("total", 950 + 950 + 600, 15840 + 15870 + 3800),
    ]
    # agent 128 + db 2048, web 512 on the big ones, metrics-server 200 on big-1, coredns 70 on big-2
    assert memory(plan) == [
        ("big-1", 128 + 2048 + 512 + 200, 64 * 1024 - SERVER_MEMORY),
        ("big-2", 128 + 2048 + 512 + 70, 64 * 1024 - AGENT_MEMORY),
        ("pi", 128 + 2048, 8 * 1024 - PI_MEMORY),
        ("total", 2888 + 2758 + 2176, 63418 + 64749 + 7412),
    ]
    assert disk(plan) == [("big-1", 50), ("big-2", 50), ("pi", 50), ("total", 150)]
    assert pods(plan) == [4, 6, 2]
    # big-1 is the only server. The volume of a db stays on its machine, and the db waits there; the rest moves.
    assert lost(plan) == {
        "big-1": (False, 0, [], ["db x1", "web x1", "metrics-server x1"], 0),
        "big-2": (True, 4, [], ["db x1"], 0),
        "pi": (True, 0, [], ["db x1"], 0),
    }


def test_what_comes_and_goes_is_in_no_sum() -> None:
    plan = planned(the_lab(node("only", cores=8, gib=32)))
    assert plan.largest_job is not None
    job, fits = plan.largest_job
    assert (job.name, job.requests.cpu, job.requests.memory, fits) == ("CronJob app/nightly", 400, 1024 * MI, True)


def test_the_largest_units() -> None:
    plan = planned(the_lab(node("only", cores=8, gib=32)))
    # Wanted, not placed: db 3 x 2048 + web 2 x 512 + agent 128, and 3 x 500 + 2 x 250 + 100
    assert [(item.unit, item.amounts.memory // MI, item.amounts.cpu) for item in plan.consumers] == [
        ("app", 3 * 2048 + 2 * 512 + 128, 3 * 500 + 2 * 250 + 100),
        ("k3s", 70 + 200, 100 + 100),
    ]
