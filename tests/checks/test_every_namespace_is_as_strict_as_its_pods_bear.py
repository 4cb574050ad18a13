from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab, PodSecurity, UnitChart
from homelab_cdk.model import Body, WorkloadFact
from tests.checks.looking import deployment, found, lab_of, thing, with_crds


def lab_at(level: PodSecurity, *bodies: Body, because: str = "") -> Lab:
    lab = Lab()
    app = UnitChart(lab, "app")
    app.add_namespace(pod_security=level, because=because)
    for body in bodies:
        app.add_manifest(body)
    return lab


HOST = deployment("host", pod={"hostPID": True})
ROOT = deployment("root", container={"securityContext": {}})


@pytest.mark.parametrize(
    ("level", "bodies", "bears"),
    [
        ("privileged", (deployment(),), "restricted"),
        ("privileged", (deployment(), ROOT), "baseline"),
        ("baseline", (deployment(),), "restricted"),
    ],
)
def test_a_level_that_no_pod_needs(level: PodSecurity, bodies: tuple[Body, ...], bears: str) -> None:
    assert found(lab_at(level, *bodies), "HL752") == [
        f"app/namespace-app: Namespace app: it enforces {level}, and all of its pods meet {bears}; write"
        f" pod_security='{bears}', or say with `add_namespace(…, because=…)` which pods need more",
    ]


def test_a_namespace_without_pods() -> None:
    assert found(lab_at("baseline"), "HL752") == [
        "app/namespace-app: Namespace app: it enforces baseline, and no pods are known in it; write pod_security='restricted',"
        " or say with `add_namespace(…, because=…)` which pods need more",
    ]


def test_a_namespace_that_is_written_by_hand() -> None:
    labels = {"pod-security.kubernetes.io/enforce": "privileged"}
    assert found(lab_of(thing("v1", "Namespace", "tea", labels=labels)), "HL752") == [
        "app/namespace-tea: Namespace tea: it enforces privileged, and no pods are known in it; write"
        " pod-security.kubernetes.io/enforce: restricted, or accept it and say which pods need more",
    ]


@pytest.mark.parametrize(
    ("level", "bodies"),
    [("privileged", (deployment(), HOST)), ("baseline", (ROOT,)), ("restricted", (deployment(),))],
)
def test_the_strictest_that_its_pods_bear(level: PodSecurity, bodies: tuple[Body, ...]) -> None:
    assert found(lab_at(level, *bodies), "HL752") == []


def test_a_reason() -> None:
    assert found(lab_at("privileged", because="its jobs mount the disk"), "HL752") == []


@pytest.mark.parametrize(("level", "findings"), [("", 0), ("privileged", 0), ("restricted", 1)])
def test_pods_of_operators(level: PodSecurity, findings: int) -> None:
    lab = lab_at("privileged", deployment())
    lab.unit_charts[0].children.append(WorkloadFact(kind="Pod", namespace="app", name="db", pod_security=level))
    assert len(found(lab, "HL752")) == findings


def test_a_namespace_in_which_something_unknown_may_make_pods() -> None:
    lab = lab_at("privileged", thing("example.com/v1", "Tea", namespace="app"))
    assert found(with_crds(lab, "example.com", "Tea"), "HL752") == []
