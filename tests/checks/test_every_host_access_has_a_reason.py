from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab, UnitChart
from homelab_cdk.model import ChartFacts, WorkloadFact
from tests.checks.looking import app_of, deployment, found, lab_of
from tests.labs import PIN, locked

AGENT = WorkloadFact(kind="DaemonSet", namespace="agent", name="agent", reaches=("hostPID: true",))


def agent(reason: str = "") -> Lab:
    lab = Lab(lock=locked({"agent": ChartFacts(workloads=(AGENT,))}))
    HelmApp(
        lab,
        "agent",
        chart=PIN.name,
        version=PIN.version,
        repository=PIN.repository,
        pod_security="privileged",
        host_access=reason,
    )
    return lab


def test_pods_of_the_tree() -> None:
    assert found(lab_of(deployment(pod={"hostNetwork": True})), "HL753") == [
        "app/deployment-web: Deployment.apps app/web: its pods have hostNetwork: true; leave that out, or say in `host_access`"
        " of app what they need it for",
    ]


def test_pods_of_plain_objects() -> None:
    lab = Lab()
    app = UnitChart(lab, "tea")
    app.add_namespace(pod_security="privileged")
    app.add_manifest(deployment(pod={"hostNetwork": True}))
    assert found(lab, "HL753") == [
        "tea/deployment-web: Deployment.apps tea/web: its pods have hostNetwork: true; leave that out, or accept it and say"
        " what they need it for",
    ]


def test_pods_of_a_chart() -> None:
    assert found(agent(), "HL753") == [
        "agent: DaemonSet agent/agent of the chart operator 1.2.3: its pods have hostPID: true; leave that out, or say in"
        " `host_access` of agent what they need it for",
    ]


def test_pods_of_an_operator() -> None:
    lab = lab_of()
    app_of(lab).children.append(WorkloadFact(kind="DaemonSet", namespace="app", name="node", host_network=True))
    assert found(lab, "HL753") == [
        "app: DaemonSet app/node: its pods have hostNetwork: true; leave that out, or say in `host_access` of app what they"
        " need it for",
    ]


def test_a_reason() -> None:
    assert found(agent("it counts the processes of its machine"), "HL753") == []


def test_pods_that_stay_out_of_their_machine() -> None:
    assert found(lab_of(deployment()), "HL753") == []
