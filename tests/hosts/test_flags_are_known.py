"""No flag is made up: each is in the list that was taken from the knowledge page."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from homelab_cdk.model import EtcdSnapshots, LabConfig, Network, Registries, parse_network
from tests.hosts.machines import CAPABILITIES, config_of, flags_of, lab_of

LIST = Path(__file__).parent / "k3s_flags.txt"
KNOWN = {line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}


def everything(servers: int, network: Network) -> LabConfig:
    """A lab that uses all that k3s can be told."""
    config = config_of(
        servers=servers,
        agents=1,
        hardened=True,
        registries=Registries(embedded=True),
        etcd_snapshots=EtcdSnapshots(retention=14),
    )
    told = tuple(
        dataclasses.replace(node, labels=(("room", "cellar"),), taints=("gpu:NoSchedule",), interface="enp3s0")
        for node in config.nodes
    )
    return dataclasses.replace(config, nodes=told, networks=dataclasses.replace(config.networks, pod=network))


@pytest.mark.parametrize("provided", [(), CAPABILITIES], ids=["nothing-provided", "all-provided"])
@pytest.mark.parametrize("pods", ["10.42.0.0/16", "fd00:42::/56"])
@pytest.mark.parametrize("servers", [1, 3])
def test_every_flag_is_listed(servers: int, pods: str, provided: tuple[type[object], ...]) -> None:
    flags = flags_of(lab_of(everything(servers, parse_network(pods)), *provided))

    assert flags
    assert {name: sorted(keys.keys() - KNOWN) for name, keys in flags.items()} == {name: [] for name in flags}


def test_what_is_asked_for_is_told() -> None:
    # So that the test above looks at everything there is.
    flags = flags_of(lab_of(everything(3, parse_network("fd00:42::/56"))))
    told = {key for keys in flags.values() for key in keys}

    assert told >= {
        "embedded-registry",
        "node-label",
        "node-taint",
        "flannel-iface",
        "flannel-ipv6-masq",
        "kubelet-arg",
    }
