from __future__ import annotations

import dataclasses
import ipaddress
from typing import Literal

from homelab_cdk.constructs import Lab
from homelab_cdk.model import LabConfig
from tests.checks.looking import found


def lab(nodes: int, *, shared: bool, distribution: Literal["k3s", "kubeadm"] = "k3s") -> Lab:
    config = LabConfig.sample(nodes=nodes)
    api = ipaddress.ip_address("192.168.1.10") if shared else config.nodes[0].address
    cluster = dataclasses.replace(config.cluster, api=api, distribution=distribution)
    return Lab(dataclasses.replace(config, cluster=cluster))


def test_three_servers_behind_one() -> None:
    assert found(lab(3, shared=False), "HL606") == [
        "lab: cluster.api: 192.168.1.11 is the address of node-1, and without this machine nobody reaches the API of the 3"
        " servers; write a free address of 192.168.1.0/24 as cluster.api in homelab.yaml, outside of the DHCP range and of"
        " networks.loadBalancer, which the servers then share",
    ]


def test_servers_that_share_an_address() -> None:
    assert found(lab(3, shared=True), "HL606") == []


def test_a_single_server() -> None:
    assert found(lab(1, shared=False), "HL606") == []


def test_what_this_library_does_not_install() -> None:
    assert found(lab(3, shared=False, distribution="kubeadm"), "HL606") == []
