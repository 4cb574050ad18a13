"""What lies where: folders, images, addresses, and what the first server applies."""

from __future__ import annotations

import dataclasses
import ipaddress
from typing import Any

import yaml

from homelab_cdk.model import Registries, parse_network
from tests.hosts.machines import config_of, files_of, flags_of, lab_of


def test_each_machine_has_a_folder() -> None:
    files = files_of(lab_of(config_of(servers=3, agents=2)))

    assert {path.partition("/")[0] for path in files} == {
        "README.md",
        "node-1",
        "node-2",
        "node-3",
        "agent-1",
        "agent-2",
    }


def test_kubeadm_is_left_to_others() -> None:
    assert files_of(lab_of(config_of(distribution="kubeadm"))) == {}


def test_only_the_first_server_applies_manifests() -> None:
    files = files_of(lab_of(config_of(servers=3)))

    assert {path.partition("/")[0] for path in files if "/manifests/" in path} == {"node-1"}


def test_no_token_is_in_any_file() -> None:
    for files in (files_of(lab_of(config_of(servers=3, agents=1))), files_of(lab_of(config_of()))):
        flags = [yaml.safe_load(text) for path, text in files.items() if path.endswith("config.yaml")]
        assert all({"token", "agent-token"} & keys.keys() == set() for keys in flags)


def images(**registries: Any) -> Any:
    files = files_of(lab_of(config_of(registries=Registries(**registries))))
    return yaml.safe_load(files.get("node-1/registries.yaml", "null"))


def test_images_come_from_their_registries() -> None:
    assert images() is None


def test_mirrors_come_first() -> None:
    assert images(mirrors=(("docker.io", ("https://a.example.com", "https://b.example.com")),)) == {
        "mirrors": {"docker.io": {"endpoint": ["https://a.example.com", "https://b.example.com"]}}
    }


def test_what_is_shared_is_every_image() -> None:
    mirrors = images(embedded=True, mirrors=(("docker.io", ("https://a.example.com",)),))["mirrors"]

    assert mirrors == {"docker.io": {"endpoint": ["https://a.example.com"]}, "*": {}}


def test_ipv6() -> None:
    config = config_of(servers=3)
    servers = tuple(
        dataclasses.replace(node, address=ipaddress.ip_address(f"fd00:1::1{number}"))
        for number, node in enumerate(config.nodes, start=1)
    )
    networks = dataclasses.replace(config.networks, pod=parse_network("fd42::/56"), service=parse_network("fd43::/112"))
    cluster = dataclasses.replace(config.cluster, api=ipaddress.ip_address("fd00:1::10"))
    config = dataclasses.replace(config, nodes=servers, networks=networks, cluster=cluster)

    flags = flags_of(lab_of(config))["node-2"]

    assert flags["server"] == "https://[fd00:1::10]:6443"
    assert (flags["cluster-cidr"], flags["service-cidr"]) == ("fd42::/56", "fd43::/112")
    assert (flags["cluster-dns"], flags["node-ip"]) == ("fd43::a", "fd00:1::12")
    assert flags["flannel-ipv6-masq"] is True


def test_the_page_goes_through_all_machines_in_order() -> None:
    page = files_of(lab_of(config_of(servers=3, agents=1)))["README.md"]
    installed = [line.split()[2] for line in page.splitlines() if line.endswith("/install.sh")]

    assert installed == ["node-1", "node-2", "node-3", "agent-1"]
    assert "cat /etc/rancher/k3s/token | ssh agent-1" not in page
    assert "cat /etc/rancher/k3s/agent-token | ssh agent-1" in page
