"""Every file of every machine, for a few labs; `make snapshots` writes them anew."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from homelab_cdk.constructs import Cni, Gateway, LoadBalancer, MetricsCollector, ResourceMetrics, StorageClass
from homelab_cdk.model import LabConfig, Registries
from tests.hosts.conftest import Folder
from tests.hosts.machines import config_of, files_of, lab_of


def with_a_special_agent(config: LabConfig) -> LabConfig:
    """The last agent has a graphics card and two networks."""
    *others, last = config.nodes
    special = dataclasses.replace(
        last, labels=(("example.com/room", "cellar"),), taints=("example.com/gpu=true:NoSchedule",), interface="enp3s0"
    )
    return dataclasses.replace(config, nodes=(*others, special))


MIRRORS = Registries(
    mirrors=(("docker.io", ("https://mirror.example.com:5000",)),),
    authorities=(("mirror.example.com:5000", "/etc/ssl/certs/home-ca.pem"),),
    embedded=True,
)

LABS: dict[str, tuple[LabConfig, tuple[type[Any], ...]]] = {
    "one-server": (config_of(), ()),
    "three-servers-two-agents": (
        with_a_special_agent(config_of(servers=3, agents=2, registries=MIRRORS)),
        (Cni, Gateway, LoadBalancer, MetricsCollector, ResourceMetrics, StorageClass),
    ),
    "hardened": (config_of(agents=1, hardened=True), (LoadBalancer,)),
}


@pytest.mark.parametrize(("config", "provided"), LABS.values(), ids=LABS)
def test_files(config: LabConfig, provided: tuple[type[Any], ...], expected: Folder) -> None:
    expected.check(files_of(lab_of(config, *provided)))
