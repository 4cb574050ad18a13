from __future__ import annotations

from homelab_cdk.checks import accept
from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.capacity.planning import APART, claim, container, lab_on, node, workload
from tests.checks.looking import found

THREE = [node(f"n{number}", cores=4, gib=16) for number in range(3)]
"""Each gives 3.84 CPU and 14266Mi to pods."""


def lab_of(*bodies: Body) -> Lab:
    lab, app = lab_on(*THREE)
    for body in bodies:
        app.add_manifest(body)
    return lab


def test_the_other_machines_have_no_room() -> None:
    # One on each machine, and no two fit on one.
    lab = lab_of(workload("Deployment", "web", container("100m", "8Gi"), replicas=3))
    assert found(lab, "HL551") == [
        f"lab: n{number}: without n{number} 1 pod finds no place (Deployment app/web): no machine has enough memory left;"
        " see `homelab plan`, lower what is requested, add a machine, or accept this with a reason"
        for number in range(3)
    ]


def test_the_other_machines_have_room() -> None:
    assert found(lab_of(workload("Deployment", "web", container("100m", "4Gi"), replicas=3)), "HL551") == []


def test_members_of_a_quorum_do_without_one() -> None:
    quorum = workload("StatefulSet", "db", container("1", "1Gi"), pod=APART, replicas=3)
    assert found(lab_of(quorum), "HL551") == []


def test_what_has_its_volume_there_waits_for_it() -> None:
    # local-path, which k3s brings along
    db = workload("StatefulSet", "db", container("1", "1Gi"), volumeClaimTemplates=[claim("10Gi")])
    assert found(lab_of(db), "HL551") == []


def test_the_only_server() -> None:
    lab, _ = lab_on(THREE[0], node("a", cores=4, gib=16, role="agent"))
    assert found(lab, "HL551") == [
        "lab: n0: without n0 nothing starts on the other machines: it is the only server; let three machines be servers"
        " (`roles: [server]`), or accept this with a reason"
    ]


def test_one_machine_alone_cannot_be_spared() -> None:
    lab, _ = lab_on(THREE[0])
    assert found(lab, "HL551") == []


def test_a_lab_that_does_not_fit_is_the_matter_of_another_rule() -> None:
    lab = lab_of(workload("Deployment", "web", container("100m", "8Gi"), replicas=4))
    assert found(lab, "HL551") == []
    assert len(found(lab, "HL501")) == 1


def test_somebody_may_accept_it() -> None:
    lab = lab_of(workload("Deployment", "web", container("100m", "8Gi"), replicas=3))
    for number in range(3):
        accept(lab, "HL551", object=f"n{number}", reason="the lab may stand still until a machine is mended")
    assert found(lab, "HL551") == []
    assert found(lab, "HL001") == []
