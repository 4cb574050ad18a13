from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import Lab
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "postgresql.cnpg.io"
RESOURCES = {"requests": {"cpu": "100m", "memory": "256Mi"}, "limits": {"memory": "512Mi"}}


def cluster(**spec: Any) -> Lab:
    return with_crds(lab_of(thing(f"{GROUP}/v1", "Cluster", namespace="app", spec=spec)), GROUP, "Cluster")


def test_a_cluster_that_says_little() -> None:
    image = "registry.example.com/postgresql:latest"
    assert found(cluster(imageName=image, resources={"requests": {"cpu": "100m"}}), "HL178") == [
        "app/cluster-one: Cluster.postgresql.cnpg.io app/one: spec.imageName"
        " registry.example.com/postgresql:latest has the tag latest, which moves; write the tag of one version, or"
        " a digest",
        "app/cluster-one: Cluster.postgresql.cnpg.io app/one: spec.resources lacks requests.memory, limits.memory;"
        " set what is named",
    ]


def test_a_cluster_that_says_all() -> None:
    assert found(cluster(imageName="registry.example.com/postgresql:18.1", resources=RESOURCES), "HL178") == []


def test_a_cluster_with_the_image_of_its_operator() -> None:
    assert found(cluster(resources=RESOURCES), "HL178") == []


def test_a_limit_is_a_request_where_nothing_else_is_said() -> None:
    assert found(cluster(resources={"requests": {"cpu": "100m"}, "limits": {"memory": "512Mi"}}), "HL178") == []
    [line] = found(cluster(resources={"limits": {"cpu": "1"}}), "HL178")
    assert "lacks requests.memory, limits.memory;" in line
