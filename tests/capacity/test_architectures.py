"""Machines of several architectures, and what nobody can tell without asking a registry."""

from __future__ import annotations

from dataclasses import replace

from homelab_cdk.capacity import Plan
from tests.capacity.planning import container, lab_on, node, planned, waiting, workload

BIG = node("big", cores=8, gib=32)
PI = node("pi", cores=4, gib=8, role="agent", architecture="arm64")


def on(architecture: str) -> dict[str, object]:
    return {"nodeSelector": {"kubernetes.io/arch": architecture}}


def undecided(plan: Plan) -> list[str]:
    return [item.name for item in plan.undecided if item.unit == "app"]


def test_a_pod_goes_where_its_selector_says() -> None:
    lab, app = lab_on(BIG, PI)
    app.add_manifest(workload("Deployment", "native", container("1", "1Gi"), pod=on("arm64"), replicas=2))
    plan = planned(lab)
    # Both on the small one, although the other has more room.
    assert plan.fits
    assert [load.requested.cpu for load in plan.loads if load.name == "pi"] == [2 * 1000]


def test_a_pod_for_an_architecture_that_is_not_there_waits() -> None:
    lab, app = lab_on(BIG)
    app.add_manifest(workload("Deployment", "native", container("1", "1Gi"), pod=on("arm64")))
    assert waiting(planned(lab)) == ["Deployment app/native: 1: no machine has the labels kubernetes.io/arch=arm64"]


def test_what_may_go_to_either_is_undecided() -> None:
    lab, app = lab_on(BIG, PI)
    app.add_manifest(workload("Deployment", "free", container("1", "1Gi")))
    app.add_manifest(workload("Deployment", "bound", container("1", "1Gi"), pod=on("amd64")))
    app.add_manifest(workload("Deployment", "native", container("1", "1Gi"), pod=on("arm64")))
    app.add_manifest(
        workload("Deployment", "near", container("1", "1Gi"), pod={"nodeSelector": {"kubernetes.io/hostname": "big"}})
    )
    assert undecided(planned(lab)) == ["Deployment app/free"]


def test_a_taint_keeps_the_question_away() -> None:
    lab, app = lab_on(BIG, replace(PI, taints=("arch=arm64:NoSchedule",)))
    app.add_manifest(workload("Deployment", "free", container("1", "1Gi")))
    assert undecided(planned(lab)) == []


def test_a_lab_of_one_foreign_architecture_alone_asks_too() -> None:
    lab, app = lab_on(PI)
    app.add_manifest(workload("Deployment", "free", container("1", "1Gi")))
    assert undecided(planned(lab)) == ["Deployment app/free"]


def test_images_for_amd64_are_taken_for_granted() -> None:
    lab, app = lab_on(BIG)
    app.add_manifest(workload("Deployment", "free", container("1", "1Gi")))
    assert undecided(planned(lab)) == []
