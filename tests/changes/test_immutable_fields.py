"""Which changes of an object the API server refuses."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.changes import immutable_changes
from homelab_cdk.model import ObjectKey

Spec = dict[str, Any]


def refused(kind: str, before: Spec, after: Spec, *, default_class: str = "") -> list[str]:
    group, _, name = kind.rpartition("/")
    bodies = [{"metadata": {"name": "one"}, "spec": spec} for spec in (before, after)]
    key = ObjectKey(group, name, "tea", "one")
    return [str(change) for change in immutable_changes(key, *bodies, default_class=default_class)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"storageClassName": "fast"}, {}, ["spec.storageClassName (fast → nothing)"]),
        ({"storageClassName": ""}, {"storageClassName": "usual"}, ["spec.storageClassName (nothing → usual)"]),
        ({}, {"storageClassName": "fast"}, ["spec.storageClassName (usual → fast)"]),
        ({}, {"storageClassName": "usual"}, []),
        ({"storageClassName": "usual"}, {"storageClassName": "usual"}, []),
        ({}, {}, []),
    ],
)
def test_the_class_of_a_claim(before: Spec, after: Spec, expected: list[str]) -> None:
    """What Flux wrote and writes no more, it takes out; what the API server filled in, it leaves."""
    assert refused("PersistentVolumeClaim", before, after, default_class="usual") == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"clusterIP": "None"}, ["spec.clusterIP (nothing → None)"]),
        ({"clusterIP": "10.43.0.7"}, {"clusterIP": "None"}, ["spec.clusterIP (10.43.0.7 → None)"]),
        ({"clusterIP": "None"}, {"clusterIP": "10.43.0.7"}, ["spec.clusterIP (None → 10.43.0.7)"]),
        ({"clusterIP": "None"}, {}, []),
        ({}, {"clusterIP": "10.43.0.7"}, []),
        ({"type": "ExternalName"}, {"clusterIP": "None"}, []),
    ],
)
def test_the_address_of_a_service(before: Spec, after: Spec, expected: list[str]) -> None:
    assert refused("Service", before, after) == expected


def test_the_class_of_a_load_balancer() -> None:
    before, after = {"type": "LoadBalancer"}, {"type": "LoadBalancer", "loadBalancerClass": "example.com/lan"}
    assert refused("Service", before, after) == ["spec.loadBalancerClass (nothing → example.com/lan)"]
    assert refused("Service", {"type": "ClusterIP"}, after) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"completions": 3}, ["spec.completions (1 → 3)"]),
        ({}, {"completions": 1}, []),
        ({"parallelism": 2}, {"parallelism": 2, "completions": 4}, ["spec.completions (nothing → 4)"]),
        ({"completions": 2, "completionMode": "Indexed"}, {"completions": 3, "completionMode": "Indexed"}, []),
        ({}, {"podFailurePolicy": {"rules": []}}, ["spec.podFailurePolicy"]),
        ({"successPolicy": {"rules": []}}, {}, ["spec.successPolicy"]),
        ({}, {"backoffLimitPerIndex": 2}, ["spec.backoffLimitPerIndex (nothing → 2)"]),
        ({}, {"managedBy": "example.com/queue"}, ["spec.managedBy (nothing → example.com/queue)"]),
        ({"backoffLimit": 1}, {"backoffLimit": 2, "suspend": True}, []),
    ],
)
def test_how_a_job_runs(before: Spec, after: Spec, expected: list[str]) -> None:
    assert refused("batch/Job", before, after) == expected


def claims(*names: str, size: str = "1Gi", **spec: Any) -> Spec:
    resources = {"requests": {"storage": size}}
    return {
        "volumeClaimTemplates": [
            {"metadata": {"name": name}, "spec": {"resources": resources, **spec}} for name in names
        ]
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (claims("a"), claims("a", volumeMode="Filesystem"), []),
        (claims("a", size="1Gi"), claims("a", size="1024Mi"), []),
        (
            claims("a", size="1Gi"),
            claims("a", size="2Gi"),
            ["spec.volumeClaimTemplates[a].spec.resources.requests.storage (1Gi → 2Gi)"],
        ),
        (
            claims("a"),
            claims("a", volumeMode="Block"),
            ["spec.volumeClaimTemplates[a].spec.volumeMode (nothing → Block)"],
        ),
        (claims("a", "b"), claims("b", "a"), ["spec.volumeClaimTemplates (in another order)"]),
        (claims("a"), claims("a", "b"), ["spec.volumeClaimTemplates[b] (new)"]),
    ],
)
def test_the_volumes_of_a_statefulset(before: Spec, after: Spec, expected: list[str]) -> None:
    assert refused("apps/StatefulSet", before, after) == expected


def test_how_a_driver_attaches() -> None:
    assert refused("storage.k8s.io/CSIDriver", {}, {"attachRequired": True}) == []
    assert refused("storage.k8s.io/CSIDriver", {}, {"volumeLifecycleModes": ["Persistent"]}) == []
    assert refused("storage.k8s.io/CSIDriver", {}, {"attachRequired": False}) == [
        "spec.attachRequired (True → False)",
    ]
