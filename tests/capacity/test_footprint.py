"""What is counted: manifests, facts of charts, what operators make, what k3s brings."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.capacity import Footprint, footprint
from homelab_cdk.constructs import (
    Capability,
    GatewayApi,
    HelmApp,
    Lab,
    LoadBalancer,
    ResourceMetrics,
    StorageClass,
)
from homelab_cdk.model import ChartFacts, ContainerFact, ServiceFact, VolumeFact, WorkloadFact
from tests.capacity.planning import GI, claim, container, lab_on, node, pod_claim, workload
from tests.checks.looking import built
from tests.labs import PIN, locked

ONE = node("n0", cores=4, gib=16)


def counted(lab: Lab) -> Footprint:
    return footprint(built(lab))


def names(wanted: Footprint, unit: str = "app") -> list[str]:
    return [f"{item.name} x{item.pods}" for item in wanted.lasting if item.unit == unit]


@pytest.mark.parametrize(
    ("kind", "spec", "line"),
    [
        ("Deployment", {"replicas": 3}, "Deployment app/x x3"),
        ("Deployment", {}, "Deployment app/x x1"),
        ("StatefulSet", {"replicas": 2}, "StatefulSet app/x x2"),
        ("ReplicaSet", {"replicas": 2}, "ReplicaSet app/x x2"),
        ("DaemonSet", {}, "DaemonSet app/x x0"),
    ],
)
def test_workloads_of_the_tree(kind: str, spec: dict[str, Any], line: str) -> None:
    lab, app = lab_on(ONE)
    app.add_manifest(workload(kind, "x", container("100m", "1Gi"), **spec))
    assert names(counted(lab)) == [line]


def test_what_is_scaled_to_nothing_runs_nowhere() -> None:
    lab, app = lab_on(ONE)
    app.add_manifest(workload("Deployment", "x", container("100m", "1Gi"), replicas=0))
    assert names(counted(lab)) == []


def test_an_autoscaler_keeps_its_least() -> None:
    lab, app = lab_on(ONE)
    app.add_manifest(workload("Deployment", "x", container("100m", "1Gi")))
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "x"}
    spec = {"scaleTargetRef": target, "minReplicas": 2, "maxReplicas": 5}
    scaler = {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "x"},
        "spec": spec,
    }
    app.add_manifest(scaler)
    assert names(counted(lab)) == ["Deployment app/x x2"]


@pytest.mark.parametrize("kind", ["Job", "CronJob"])
def test_jobs_come_and_go(kind: str) -> None:
    lab, app = lab_on(ONE)
    app.add_manifest(workload(kind, "x", container("100m", "1Gi")))
    wanted = counted(lab)
    assert names(wanted) == []
    assert [item.name for item in wanted.passing] == [f"{kind} app/x"]


def test_charts_by_their_facts() -> None:
    facts = ChartFacts(
        workloads=(
            WorkloadFact(kind="Deployment", namespace="app", name="server", replicas=2),
            WorkloadFact(kind="Job", namespace="app", name="hook", hook=True),
        )
    )
    lab = Lab(lock=locked({"app": facts}))
    HelmApp(lab, "app", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    wanted = counted(lab)
    assert names(wanted) == ["Deployment app/server x2"]
    assert [item.name for item in wanted.passing] == ["Job app/hook"]
    assert wanted.unread == ()


def test_a_chart_of_which_nothing_is_known_is_named() -> None:
    lab = Lab()
    HelmApp(lab, "app", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    assert counted(lab).unread == ("chart operator 1.2.3 of app: no lock and no shipped facts know the chart operator",)


def test_what_operators_make() -> None:
    lab, app = lab_on(ONE)
    app.children.append(WorkloadFact(kind="Pod", namespace="app", name="server", replicas=3))
    app.children.append(WorkloadFact(kind="Pod", namespace="app", name="on-each", replicas=0))
    wanted = counted(lab)
    assert names(wanted) == ["Pod app/server x3", "Pod app/on-each x0"]
    assert [item.per_machine for item in wanted.lasting if item.unit == "app"] == [False, True]


def test_what_kubernetes_would_not_read_is_named() -> None:
    lab, app = lab_on(ONE)
    app.add_manifest(workload("Deployment", "x", container("a lot", "1Gi")))
    [line] = counted(lab).unread
    assert line.startswith("Deployment.apps app/x: 'a lot' is not a quantity")


def test_a_release_that_somebody_wrote_by_hand_is_named() -> None:
    lab, app = lab_on(ONE)
    release = {"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease", "metadata": {}, "spec": {}}
    app.add_manifest({**release, "metadata": {"name": "x", "namespace": "app"}})
    assert counted(lab).unread == (
        "HelmRelease.helm.toolkit.fluxcd.io app/x: written by hand, so its chart is not read",
    )


@pytest.mark.parametrize(
    ("provided", "left"),
    [
        (None, ["coredns", "traefik", "local-path-provisioner", "metrics-server", "svclb-web"]),
        (LoadBalancer(name="lb"), ["coredns", "traefik", "local-path-provisioner", "metrics-server"]),
        (ResourceMetrics(name="m"), ["coredns", "traefik", "local-path-provisioner", "svclb-web"]),
        (StorageClass(name="s"), ["coredns", "traefik", "metrics-server", "svclb-web"]),
        # Its Traefik owns the CRDs of the Gateway API, so that it is left out where the lab has just these.
        (GatewayApi(name="crds"), ["coredns", "local-path-provisioner", "metrics-server", "svclb-web"]),
    ],
)
def test_k3s_brings_what_the_lab_does_not(provided: Capability | None, left: list[str]) -> None:
    lab, app = lab_on(ONE)
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"type": "LoadBalancer"}}
    app.add_manifest(service)
    if provided is not None:
        lab.surroundings.capabilities.provide(provided)
    assert [item.workload.name for item in counted(lab).lasting if item.unit == "k3s"] == left


def test_services_of_charts_are_balanced_as_well() -> None:
    facts = ChartFacts(services=(ServiceFact(namespace="app", name="gate", type="LoadBalancer"),))
    lab = Lab(lock=locked({"app": facts}))
    HelmApp(lab, "app", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    assert "svclb-gate" in [item.workload.name for item in counted(lab).lasting]


def test_a_volume_of_each_pod_and_one_that_pods_share() -> None:
    lab, app = lab_on(ONE)
    pod = {"volumes": [{"name": "s", "persistentVolumeClaim": {"claimName": "shared"}}]}
    app.add_manifest(pod_claim("20Gi", "shared"))
    app.add_manifest(
        workload("StatefulSet", "x", container("1m", "1Mi"), pod=pod, volumeClaimTemplates=[claim("10Gi", "own")])
    )
    wanted = counted(lab)
    [volumes] = [item.volumes for item in wanted.lasting if item.unit == "app"]
    assert [(item.name, item.size // GI, item.claim) for item in volumes] == [
        ("own", 10, ""),
        ("shared", 20, "app/shared"),
    ]
    assert wanted.volumes == ()


def test_a_claim_that_no_pod_of_the_tree_mounts_counts_as_well() -> None:
    lab, app = lab_on(ONE)
    app.add_manifest(pod_claim("20Gi", "alone"))
    assert [(unit, item.name, item.size // GI) for unit, item in counted(lab).volumes] == [("app", "alone", 20)]


def test_the_class_of_a_volume() -> None:
    lab, app = lab_on(ONE)
    for item in (StorageClass(name="first", copies=3, reserve=25), StorageClass(name="second", node_bound=True)):
        lab.surroundings.capabilities.provide(item)
    facts = [VolumeFact(name=name, size=1, storage_class=name, per_replica=True) for name in ("", "second", "third")]
    app.children.append(
        WorkloadFact(
            kind="Pod",
            namespace="app",
            name="x",
            containers=(ContainerFact(name="x", image=""),),
            volumes=tuple(facts),
        )
    )
    [volumes] = [item.volumes for item in counted(lab).lasting if item.unit == "app"]
    assert [(one.storage.name, one.storage.copies, one.storage.node_bound, one.storage.reserve) for one in volumes] == [
        ("first", 3, False, 25),
        ("second", 1, True, 0),
        ("third", 1, False, 0),
    ]
