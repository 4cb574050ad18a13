"""What is down while a change is rolled out."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.changes import difference_of, downtime
from homelab_cdk.model import Body
from tests.changes.pair import tree_of


def workload(kind: str, image: str = "tea:1", **spec: Any) -> Body:
    pod = {"containers": [{"name": "tea", "image": image}], "volumes": spec.pop("volumes", [])}
    metadata = {"name": "tea", "namespace": "tea"}
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": metadata, "spec": {**spec, "template": {"spec": pod}}}


def down(before: Body, after: Body, *facts: Any) -> list[tuple[str, bool]]:
    trees = (
        tree_of({"units": {"tea": [body]}, "facts": {"tea/tea": facts[number]} if facts else {}})
        for number, body in enumerate((before, after))
    )
    return [(item.why, item.certain) for item in downtime(difference_of(*trees))]


def test_one_pod_of_a_statefulset_restarts() -> None:
    assert down(workload("StatefulSet"), workload("StatefulSet", "tea:2")) == [("its one pod restarts", True)]


def test_pods_that_follow_each_other_are_never_all_down() -> None:
    assert down(workload("StatefulSet", replicas=3), workload("StatefulSet", "tea:2", replicas=3)) == []
    assert down(workload("Deployment"), workload("Deployment", "tea:2")) == []


def test_a_deployment_that_stops_first() -> None:
    strategy = {"type": "Recreate"}
    [(why, certain)] = down(
        workload("Deployment", strategy=strategy), workload("Deployment", "tea:2", strategy=strategy)
    )
    assert (why, certain) == ("its pods are stopped before new ones start (Recreate)", True)


def test_a_deployment_with_a_volume_may_wait_for_itself() -> None:
    volumes = [{"name": "tea", "persistentVolumeClaim": {"claimName": "tea"}}]
    found = down(workload("Deployment", volumes=volumes), workload("Deployment", "tea:2", volumes=volumes))
    assert [certain for _, certain in found] == [False]


def test_scaled_to_nothing() -> None:
    assert down(workload("Deployment"), workload("Deployment", replicas=0)) == [("scaled to nothing", True)]


@pytest.mark.parametrize("change", [{"minReadySeconds": 5}, {"replicas": 2}])
def test_what_leaves_pods_alone(change: dict[str, Any]) -> None:
    assert down(workload("StatefulSet"), workload("StatefulSet", **change)) == []


def release(**values: Any) -> Body:
    return {
        "apiVersion": "helm.toolkit.fluxcd.io/v2",
        "kind": "HelmRelease",
        "metadata": {"name": "tea", "namespace": "tea"},
        "spec": {"values": values},
    }


def made(image: str) -> dict[str, Any]:
    containers = [{"name": "tea", "image": image}]
    return {"workloads": [{"kind": "StatefulSet", "namespace": "tea", "name": "tea", "containers": containers}]}


def test_a_chart_that_changes_its_pods() -> None:
    found = down(release(a=1), release(a=2), made("tea:1"), made("tea:2"))
    assert found == [("its one pod restarts", True)]


def test_a_chart_of_which_only_values_change() -> None:
    found = down(release(a=1), release(a=2), made("tea:1"), made("tea:1"))
    assert found == [("if the upgrade of tea changes its pods, its one pod restarts", False)]
