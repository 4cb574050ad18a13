from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab, PodSecurity
from homelab_cdk.model import ChartFacts, WorkloadFact
from tests.checks.looking import deployment, found, lab_of
from tests.labs import PIN, locked

AGENT = WorkloadFact(kind="DaemonSet", namespace="agent", name="agent", host_network=True, host_paths=("/proc",))


def agent(level: PodSecurity) -> Lab:
    lab = Lab(lock=locked({"agent": ChartFacts(workloads=(AGENT,))}))
    HelmApp(lab, "agent", chart=PIN.name, version=PIN.version, repository=PIN.repository, pod_security=level)
    return lab


def test_pods_of_the_tree() -> None:
    container = {
        "securityContext": {"privileged": True, "capabilities": {"add": ["NET_ADMIN", "CHOWN"]}},
        "ports": [{"containerPort": 80, "hostPort": 80}],
    }
    volumes = [{"name": "root", "hostPath": {"path": "/"}}]
    lab = lab_of(deployment(container=container, pod={"volumes": volumes, "hostPID": True}))
    assert found(lab, "HL702") == [
        "app/deployment-web: Deployment.apps app/web: its pods have hostPID: true, the hostPath /, privileged: true"
        " of the container web, the capabilities NET_ADMIN of the container web, the hostPort 80 of the container"
        " web, which the namespace app refuses (it enforces restricted); leave that out, or set"
        " pod-security.kubernetes.io/enforce: privileged",
    ]


def test_pods_of_a_chart() -> None:
    assert found(agent("baseline"), "HL702") == [
        "agent: DaemonSet agent/agent of the chart operator 1.2.3: its pods have hostNetwork: true, the hostPath"
        " /proc, which the namespace agent refuses (it enforces baseline); leave that out, or set"
        " pod-security.kubernetes.io/enforce: privileged",
    ]


def test_a_namespace_that_lets_them_in() -> None:
    assert found(agent("privileged"), "HL702") == []


def test_pods_that_stay_out_of_their_node() -> None:
    assert found(lab_of(deployment()), "HL702") == []
