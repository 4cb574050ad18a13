from __future__ import annotations

from homelab_cdk.constructs import StorageClass
from tests.capacity.planning import claim, container, lab_on, node, workload
from tests.checks.looking import found

ADVICE = "see `homelab plan --advice`, lower what is requested, or add a machine"


def test_a_lab_that_does_not_fit() -> None:
    lab, app = lab_on(node("n0", cores=4, gib=16), node("n1", cores=4, gib=16))
    for name in "abcde":
        app.add_manifest(workload("Deployment", name, container("100m", "20Gi"), replicas=2))
    app.add_manifest(workload("Deployment", "hungry", container("64", "1Gi")))
    assert found(lab, "HL501") == [
        "lab: capacity: 1 pod finds no place (Deployment app/hungry): no machine has enough CPU left; " + ADVICE,
        "lab: capacity: 10 pods find no place (Deployment app/a, Deployment app/b, Deployment app/c and 2 more): no machine"
        f" has enough memory left; {ADVICE}",
    ]


def test_a_volume_without_room_for_its_copies() -> None:
    lab, app = lab_on(node("n0", cores=4, gib=16), storage=StorageClass(name="two", copies=2))
    app.add_manifest(workload("StatefulSet", "db", container("1", "1Gi"), volumeClaimTemplates=[claim("10Gi")]))
    assert found(lab, "HL501") == [
        f"lab: capacity: there is room for 1 of the 2 copies of the volume data of app; {ADVICE}"
    ]


def test_a_lab_that_fits() -> None:
    lab, app = lab_on(node("n0", cores=4, gib=16))
    app.add_manifest(workload("Deployment", "web", container("1", "1Gi")))
    assert found(lab, "HL501") == []
