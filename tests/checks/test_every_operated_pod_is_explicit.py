from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import Lab
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "postgresql.cnpg.io"
ENOUGH = {"requests": {"cpu": "100m", "memory": "512Mi"}, "limits": {"memory": "1Gi"}}


def lab(**spec: Any) -> Lab:
    body = thing(f"{GROUP}/v1", "Cluster", "main", namespace="app", spec={"instances": 1, **spec})
    return with_crds(lab_of(body), GROUP, "Cluster")


def test_an_image_that_moves() -> None:
    assert found(lab(imageName="ghcr.io/cloudnative-pg/postgresql:latest", resources=ENOUGH), "HL178") == [
        "app/cluster-main: Cluster.postgresql.cnpg.io app/main: spec.imageName ghcr.io/cloudnative-pg/postgresql:latest has"
        " the tag latest, which moves; write the tag of one version, or a digest",
    ]


def test_pods_that_ask_for_nothing() -> None:
    assert found(lab(resources={"requests": {"cpu": "100m"}}), "HL178") == [
        "app/cluster-main: Cluster.postgresql.cnpg.io app/main: spec.resources lacks requests.memory, limits.memory; set what"
        " is named",
    ]


def test_what_says_all() -> None:
    assert found(lab(imageName="ghcr.io/cloudnative-pg/postgresql:18.4", resources=ENOUGH), "HL178") == []


def test_the_operators_own_image_is_its_matter() -> None:
    assert found(lab(resources=ENOUGH), "HL178") == []
