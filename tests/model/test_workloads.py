"""Reading what a workload's pods ask for out of its manifest."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.model import WorkloadFact, decode, encode, workload_fact


def read(pod: dict[str, Any]) -> WorkloadFact:
    body = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "x"},
        "spec": {"template": {"spec": {"containers": [{"name": "x"}], **pod}}},
    }
    return workload_fact(body, namespace="app", hook=False, claims={}, minimums={})


def test_an_init_container_that_stays_is_a_sidecar() -> None:
    found = read({"initContainers": [{"name": "a"}, {"name": "b", "restartPolicy": "Always"}]})
    assert [(item.name, item.sidecar) for item in found.init_containers] == [("a", False), ("b", True)]


def test_resources_of_the_pod_as_a_whole() -> None:
    found = read({"resources": {"requests": {"cpu": "2", "memory": "1Gi"}, "limits": {"memory": "2Gi"}}})
    assert found.whole is not None
    assert (found.whole.cpu_request, found.whole.memory_request, found.whole.memory_limit) == (
        2000,
        1024**3,
        2 * 1024**3,
    )
    assert read({}).whole is None


@pytest.mark.parametrize(
    ("toleration", "text"),
    [
        ({"operator": "Exists"}, "*"),
        ({"operator": "Exists", "effect": "NoSchedule"}, "*:NoSchedule"),
        ({"key": "gpu", "operator": "Exists"}, "gpu"),
        ({"key": "gpu", "operator": "Exists", "effect": "NoExecute"}, "gpu:NoExecute"),
        ({"key": "gpu", "value": "yes"}, "gpu=yes"),
        ({"key": "gpu", "operator": "Equal", "value": "yes", "effect": "NoSchedule"}, "gpu=yes:NoSchedule"),
        ({"key": "gpu"}, "gpu="),
    ],
)
def test_tolerated_taints(toleration: dict[str, str], text: str) -> None:
    assert read({"tolerations": [toleration]}).tolerates == (text,)


def test_what_is_not_written_takes_no_room_in_a_lock() -> None:
    assert encode(read({})) == {
        "kind": "Deployment",
        "namespace": "app",
        "name": "x",
        "containers": [{"name": "x", "image": ""}],
        "pod_security": "baseline",
    }


def test_a_lock_brings_all_of_it_back() -> None:
    found = read(
        {
            "resources": {"requests": {"cpu": "2"}},
            "tolerations": [{"operator": "Exists"}],
            "initContainers": [{"name": "b", "restartPolicy": "Always"}],
        }
    )
    assert decode(WorkloadFact, encode(found)) == found
