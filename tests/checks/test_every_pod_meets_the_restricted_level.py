from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab, PodSecurity
from homelab_cdk.model import ChartFacts, WorkloadFact
from tests.checks.looking import deployment, found, lab_of
from tests.labs import PIN, locked


def test_a_pod_without_any_security_context() -> None:
    lab = lab_of(deployment(container={"securityContext": None}, pod={"securityContext": None}))
    assert found(lab, "HL403") == [
        "app/deployment-web: Deployment.apps app/web: the namespace app enforces restricted, and its pods need"
        " allowPrivilegeEscalation: false, runAsNonRoot: true, seccompProfile.type: RuntimeDefault,"
        " capabilities.drop: [ALL] in the container web; set that, or give the namespace another level",
    ]


def test_a_root_user_and_a_capability() -> None:
    capabilities = {"drop": ["ALL"], "add": ["CHOWN"]}
    context = {"allowPrivilegeEscalation": False, "runAsUser": 0, "capabilities": capabilities}
    assert found(lab_of(deployment(container={"securityContext": context})), "HL403") == [
        "app/deployment-web: Deployment.apps app/web: the namespace app enforces restricted, and its pods need"
        " runAsUser other than 0, no added capabilities but NET_BIND_SERVICE (it adds CHOWN) in the container web;"
        " set that, or give the namespace another level",
    ]


def test_a_volume_of_a_refused_kind() -> None:
    volumes = [{"name": "share", "nfs": {"server": "nas", "path": "/"}}]
    assert found(lab_of(deployment(pod={"volumes": volumes})), "HL403") == [
        "app/deployment-web: Deployment.apps app/web: the namespace app enforces restricted, and its pods need no"
        " volume of the kind nfs (share); set that, or give the namespace another level",
    ]


def test_a_pod_that_meets_it() -> None:
    assert found(lab_of(deployment(pod={"initContainers": []})), "HL403") == []


def chart_of(level: PodSecurity) -> Lab:
    facts = ChartFacts(workloads=(WorkloadFact(kind="Deployment", namespace="tea", name="pot", pod_security=level),))
    lab = Lab(lock=locked({"tea": facts}))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    return lab


def test_pods_of_a_chart_that_meet_baseline_alone() -> None:
    assert found(chart_of("baseline"), "HL403") == [
        "tea: Deployment tea/pot of the chart operator 1.2.3: the namespace tea enforces restricted, and its pods meet"
        " baseline alone; set their security contexts in the chart's values, or give the namespace the level baseline",
    ]


def test_pods_of_a_chart_that_meet_it() -> None:
    assert found(chart_of("restricted"), "HL403") == []
