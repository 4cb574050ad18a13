"""Whatever the lab: what k3s wants to be equal on all servers is equal, and everybody joins the same cluster."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import given, strategies as st

from homelab_cdk.model import EtcdSnapshots, LabConfig, Registries, parse_network
from tests.hosts.machines import CAPABILITIES, config_of, flags_of, lab_of

MUST_AGREE = (
    "agent-token",
    "cluster-cidr",
    "cluster-dns",
    "cluster-domain",
    "disable-cloud-controller",
    "disable-helm-controller",
    "disable-network-policy",
    "disable",
    "egress-selector-mode",
    "embedded-registry",
    "flannel-backend",
    "flannel-external-ip",
    "flannel-ipv6-masq",
    "secrets-encryption",
    "secrets-encryption-provider",
    "service-cidr",
)
"""From the same list; of `disable` k3s itself only minds `servicelb`."""

OF_ITS_OWN = {"cluster-init", "server", "node-ip", "node-label", "node-taint", "flannel-iface"}
"""What may differ between servers."""


@st.composite
def labs(draw: st.DrawFn) -> LabConfig:
    config = config_of(
        servers=draw(st.integers(1, 3)),
        agents=draw(st.integers(0, 5)),
        hardened=draw(st.booleans()),
        registries=Registries(embedded=draw(st.booleans())),
        etcd_snapshots=EtcdSnapshots(retention=draw(st.integers(1, 30))),
    )
    nodes = tuple(
        dataclasses.replace(
            node,
            labels=draw(st.sampled_from([(), (("room", "cellar"),)])),
            taints=draw(st.sampled_from([(), ("gpu:NoSchedule",)])),
            interface=draw(st.sampled_from([None, "eth0", "enp3s0"])),
        )
        for node in config.nodes
    )
    api = draw(st.sampled_from([config.cluster.api, *(server.address for server in config.servers)]))
    pod, service = draw(
        st.sampled_from(
            [("10.42.0.0/16", "10.43.0.0/16"), ("10.8.0.0/14", "10.96.0.0/12"), ("fd42::/56", "fd43::/112")]
        )
    )
    return dataclasses.replace(
        config,
        nodes=nodes,
        cluster=dataclasses.replace(config.cluster, api=api),
        networks=dataclasses.replace(config.networks, pod=parse_network(pod), service=parse_network(service)),
    )


@given(config=labs(), provided=st.sets(st.sampled_from(CAPABILITIES)))
def test_servers_agree(config: LabConfig, provided: set[type[Any]]) -> None:
    # WHEN
    flags = flags_of(lab_of(config, *provided))
    # THEN
    first, *others = (flags[server.name] for server in config.servers)
    for other in others:
        assert {key: first.get(key) for key in MUST_AGREE} == {key: other.get(key) for key in MUST_AGREE}
        assert first.keys() - OF_ITS_OWN == other.keys() - OF_ITS_OWN
        assert all(first[key] == other[key] for key in first.keys() - OF_ITS_OWN)


@given(config=labs())
def test_one_server_starts_the_cluster_and_all_others_join_it(config: LabConfig) -> None:
    # WHEN
    flags = flags_of(lab_of(config))
    # THEN
    first = config.servers[0].name
    assert {name: keys.get("server") for name, keys in flags.items()} == {
        node.name: None if node.name == first else f"https://{config.cluster.api}:6443" for node in config.nodes
    }
    starts = {name for name, keys in flags.items() if keys.get("cluster-init")}
    assert starts == ({first} if len(config.servers) > 1 else set())
    assert str(config.cluster.api) in flags[first]["tls-san"]


@given(config=labs(), provided=st.sets(st.sampled_from(CAPABILITIES)))
def test_agents_are_told_nothing_of_servers(config: LabConfig, provided: set[type[Any]]) -> None:
    flags = flags_of(lab_of(config, *provided))
    of_agents = {"server", "token-file", "node-ip", "node-label", "node-taint", "flannel-iface", "kubelet-arg"}

    for node in config.nodes:
        if "server" not in node.roles:
            assert flags[node.name].keys() <= of_agents | {"protect-kernel-defaults"}
