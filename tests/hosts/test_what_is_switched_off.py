"""What k3s brings along is switched off exactly where the lab brings its own."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.components import load_components
from homelab_cdk.constructs import (
    Cni,
    Gateway,
    GatewayApi,
    LoadBalancer,
    MetricsCollector,
    ResourceMetrics,
    StorageClass,
)
from tests.hosts.machines import config_of, flags_of, lab_of
from tests.labs import six_systems


def told(*provided: type[Any], servers: int = 1) -> dict[str, Any]:
    return flags_of(lab_of(config_of(servers=servers), *provided))["node-1"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Gateway, "traefik"),
        (GatewayApi, "traefik"),
        (LoadBalancer, "servicelb"),
        (StorageClass, "local-storage"),
        (ResourceMetrics, "metrics-server"),
    ],
)
def test_one_of_a_kind(kind: type[Any], name: str) -> None:
    assert told(kind)["disable"] == [name]


def test_a_bare_lab_keeps_all_of_it() -> None:
    flags = told()

    assert {"disable", "flannel-backend", "disable-network-policy"} & flags.keys() == set()


def test_a_cni_takes_the_place_of_flannel_and_of_the_policy_controller() -> None:
    flags = told(Cni)

    assert (flags["flannel-backend"], flags["disable-network-policy"]) == ("none", True)
    assert "disable" not in flags


def test_etcd_shows_its_metrics_to_a_collector() -> None:
    assert told(MetricsCollector, servers=3)["etcd-expose-metrics"] is True
    assert "etcd-expose-metrics" not in told(servers=3)


def test_a_single_server_has_no_etcd() -> None:
    assert [key for key in told(MetricsCollector) if key.startswith("etcd")] == []


def test_the_six_systems() -> None:
    load_components()

    assert flags_of(six_systems())["node-1"]["disable"] == ["traefik", "servicelb"]
