"""Where Loki keeps logs: on a volume, or in a bucket where the lab has object storage."""

from __future__ import annotations

import json

import pytest

from homelab_cdk._errors import BuildError, CapabilityError
from homelab_cdk.components.loki import Loki
from homelab_cdk.constructs import Lab
from homelab_cdk.model import LabConfig
from tests.components.telemetry import LOGS, Buckets, lab_of, values_of
from tests.labs import one


def test_without_object_storage_logs_lie_on_a_volume() -> None:
    values = values_of(lab_of(LOGS), "loki")
    assert values["loki"]["storage"] == {"type": "filesystem"}
    assert values["loki"]["schemaConfig"]["configs"][0]["object_store"] == "filesystem"
    assert values["loki"]["compactor"]["delete_request_store"] == "filesystem"
    assert values["singleBinary"]["persistence"]["size"] == "20Gi"


def test_with_object_storage_logs_lie_in_a_bucket() -> None:
    lab, buckets = Lab(), Buckets()
    lab.surroundings.capabilities.provide(buckets)
    Loki(lab)
    values = values_of(lab, "loki")
    assert values["loki"]["storage"]["bucketNames"] == {"chunks": "loki", "ruler": "loki", "admin": "loki"}
    assert values["loki"]["storage"]["s3"]["endpoint"] == "http://s3.storage.svc:8333"
    assert values["loki"]["schemaConfig"]["configs"][0]["object_store"] == "s3"
    assert values["loki"]["compactor"]["delete_request_store"] == "s3"
    assert values["singleBinary"]["persistence"]["size"] == "10Gi"
    [client] = buckets.clients
    assert client.labels["app.kubernetes.io/component"] == "single-binary"


def test_the_keys_of_the_bucket_come_from_its_secret_alone() -> None:
    lab = Lab()
    Loki(lab, object_storage=Buckets())
    single = values_of(lab, "loki")["singleBinary"]
    assert single["extraEnv"] == [
        {"name": "S3_ACCESS_KEY_ID", "valueFrom": {"secretKeyRef": {"name": "keys", "key": "access-key-id"}}},
        {"name": "S3_SECRET_ACCESS_KEY", "valueFrom": {"secretKeyRef": {"name": "keys", "key": "secret-access-key"}}},
    ]
    s3 = values_of(lab, "loki")["loki"]["storage"]["s3"]
    assert (s3["accessKeyId"], s3["secretAccessKey"]) == ("${S3_ACCESS_KEY_ID}", "${S3_SECRET_ACCESS_KEY}")


@pytest.mark.parametrize(("endpoint", "insecure"), [("http://s3:8333", True), ("https://s3.example.com", False)])
def test_tls_follows_the_address_of_the_object_storage(endpoint: str, insecure: bool) -> None:
    lab = Lab()
    Loki(lab, object_storage=Buckets(endpoint=endpoint))
    assert values_of(lab, "loki")["loki"]["storage"]["s3"]["insecure"] is insecure


def test_a_volume_may_be_preferred_to_object_storage() -> None:
    lab, buckets = Lab(), Buckets()
    lab.surroundings.capabilities.provide(buckets)
    Loki(lab, storage="filesystem")
    assert values_of(lab, "loki")["loki"]["storage"] == {"type": "filesystem"}
    assert buckets.clients == []


def test_a_bucket_that_nothing_grants_is_an_error() -> None:
    with pytest.raises(CapabilityError, match="loki needs S3 object storage"):
        Loki(Lab(), storage="s3")


def test_several_pods_cannot_share_a_volume() -> None:
    with pytest.raises(BuildError, match="loki: 2 replicas cannot share logs that lie on a volume"):
        Loki(Lab(LabConfig.sample(nodes=3)), replicas=2)


def test_more_pods_than_nodes_are_an_error() -> None:
    with pytest.raises(BuildError, match="the lab has 1; set replicas to that or less"):
        Loki(Lab(), replicas=2, object_storage=Buckets())


def test_three_pods_keep_three_copies() -> None:
    lab = Lab(LabConfig.sample(nodes=3))
    Loki(lab, replicas=3, object_storage=Buckets())
    assert values_of(lab, "loki")["loki"]["commonConfig"] == {"replication_factor": 3}


def test_logs_are_never_pruned() -> None:
    release = one(lab_of(LOGS), "HelmRelease", "loki")
    assert release["metadata"]["annotations"] == {"kustomize.toolkit.fluxcd.io/prune": "disabled"}


def test_nothing_of_the_chart_runs_beside_the_one_process() -> None:
    values = values_of(lab_of(LOGS), "loki")
    off = ("chunksCache", "resultsCache", "gateway", "lokiCanary", "test")
    assert {name: values[name] for name in off} == {name: {"enabled": False} for name in off}
    assert "9830" not in json.dumps(values)
