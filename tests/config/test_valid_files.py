"""What each file below `fixtures/valid` is there to show."""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from pathlib import Path

from homelab_cdk.config import read_config
from homelab_cdk.config._lab_schema import KUBERNETES
from homelab_cdk.model import K3S_RELEASES, AddressRange, LabConfig, Place, Registries
from tests.config.catalogue import CATALOGUE

FOLDER = Path(__file__).parent.parent / "fixtures" / "valid"


def read(name: str) -> LabConfig:
    return read_config(FOLDER / f"{name}.yaml", kinds=CATALOGUE, shown_as="homelab.yaml")


def ids(config: LabConfig) -> list[str]:
    return [choice.id for choice in config.components]


def test_the_smallest_lab_has_all_defaults() -> None:
    config = read("smallest")

    assert (config.phase, config.headroom, config.components, config.refused) == (4, 20, (), frozenset())
    assert str(config.cluster.api) == "192.168.1.11"
    assert (config.cluster.distribution, config.cluster.kubernetes, config.cluster.api_port) == ("k3s", "1.36", 6443)
    assert (str(config.networks.pod), str(config.networks.service)) == ("10.42.0.0/16", "10.43.0.0/16")
    assert (config.networks.load_balancer, config.networks.dhcp) == ((), None)
    assert (config.git.branch, config.git.secret) == ("main", None)
    assert (config.nodes[0].link, config.nodes[0].architecture, config.nodes[0].disks) == (1000, "amd64", ())


def test_every_key_reaches_the_lab() -> None:
    config = read("everything")

    assert (config.phase, config.headroom) == (2, 35)
    assert (config.cluster.distribution, config.cluster.kubernetes) == ("kubeadm", "1.35")
    assert (str(config.cluster.api), config.cluster.api_port) == ("192.168.1.10", 8443)
    [node] = config.nodes
    assert (node.roles, node.architecture, node.link, node.memory) == (("server", "agent"), "arm64", 2500, 32 * 2**30)
    assert [(disk.name, disk.size, disk.kind) for disk in node.disks] == [
        ("nvme0n1", 2**40, "nvme"),
        ("sda", 4 * 10**12, "hdd"),
    ]
    assert list(map(str, config.networks.load_balancer)) == [
        "192.168.1.200-192.168.1.220",
        "192.168.1.228-192.168.1.231",
        "192.168.1.240",
    ]
    assert config.networks.dhcp == AddressRange.parse("192.168.1.100-192.168.1.199")
    assert (config.git.url, config.git.branch, config.git.secret) == (
        "ssh://git@git.example.com/me/homelab.git",
        "live/home",
        "homelab-git",
    )
    assert ids(config) == ["metallb", "traefik", "cert-manager", "gitea", "postgresql-main", "postgresql-gitea"]
    assert [(item.rule or item.change, item.object, item.reason) for item in config.accepted] == [
        ("HL502", "Deployment.apps web/web", "the vendor's image brings its own limits"),
        ("delete", "PersistentVolumeClaim media/library", "moved to the NAS"),
        ("recreate", "Cluster.postgresql.cnpg.io postgresql-main/main", "begins anew"),
    ]
    assert [item.place for item in config.accepted] == [config.place(f"accept.{number}") for number in range(3)]


def test_answers_and_options_know_their_places() -> None:
    config = read("everything")
    by_id = {choice.id: choice for choice in config.components}

    assert by_id["metallb"].place == Place("homelab.yaml", 32, 16)
    assert by_id["cert-manager"].places["issuer"] == Place("homelab.yaml", 36, 5)
    assert by_id["cert-manager"].places["patches.0.kind"] == Place("homelab.yaml", 42, 10)
    assert by_id["postgresql-main"].options == {"instances": 3, "storageSize": "20Gi", "cpu": 2}
    assert by_id["postgresql-gitea"].options == {}


def test_components_come_in_the_order_of_the_architecture_and_within_a_slot_of_the_file() -> None:
    assert ids(read("order-of-choices")) == ["metallb", "traefik", "kong", "postgresql-zeta", "postgresql-alpha"]


def test_a_list_names_several_components() -> None:
    config = read("list-of-choices")

    assert [(choice.id, choice.place.line) for choice in config.components] == [("traefik", 9), ("kong", 10)]


def test_none_refuses_a_slot() -> None:
    config = read("refused-slots")

    assert config.refused == {"loadBalancer", "ingress", "databases"}
    assert config.components == ()


def test_aliases_and_merge_keys_repeat_what_stands_above() -> None:
    config = read("aliases-and-merges")

    assert [str(node.address) for node in config.nodes] == ["192.168.1.11", "192.168.1.12", "192.168.1.13"]
    assert {node.disks for node in config.nodes} == {config.nodes[0].disks}
    assert [node.cores for node in config.nodes] == [4, 4, 8]


def test_a_lab_may_speak_ipv6() -> None:
    config = read("ipv6")

    assert config.networks.node == ipaddress.ip_network("fd00:1::/64")
    assert config.networks.load_balancer[0].count == 256


def test_an_odd_number_of_servers_shares_an_address() -> None:
    config = read("three-servers")

    assert [node.name for node in config.servers] == ["node-1", "node-2", "node-3"]
    assert str(config.cluster.api) == "192.168.1.10"


def test_machines_with_k3s_may_be_told_more() -> None:
    config = read("k3s-machines")
    cluster = config.cluster
    worker = config.nodes[3]

    assert (cluster.k3s_version, cluster.version, cluster.hardened) == ("v1.35.4+k3s1", "1.35.4", True)
    assert (cluster.etcd_snapshots.schedule, cluster.etcd_snapshots.retention) == ("0 3 * * *", 14)
    assert cluster.registries == Registries(
        mirrors=(
            ("docker.io", ("https://mirror.example.com:5000", "http://192.168.1.9")),
            ("*", ("https://mirror.example.com:5000",)),
        ),
        authorities=(("mirror.example.com:5000", "/etc/ssl/certs/home-ca.pem"),),
        embedded=True,
    )
    assert {server.interface for server in config.servers} == {"enp3s0"}
    assert dict(worker.labels) == {
        "example.com/room": "cellar",
        "node.kubernetes.io/exclude-from-external-load-balancers": "true",
        "empty": "",
    }
    assert worker.taints == ("example.com/gpu=true:NoSchedule", "dedicated:NoExecute")


def test_every_minor_version_has_a_release_of_k3s() -> None:
    assert set(K3S_RELEASES) == set(KUBERNETES)
    assert all(release.startswith(f"v{minor}.") for minor, release in K3S_RELEASES.items())
    cluster = read("smallest").cluster
    assert cluster.k3s_version == K3S_RELEASES["1.36"] == f"v{cluster.version}+k3s1"


def test_machines_without_k3s_run_a_patch_that_nobody_here_knows() -> None:
    cluster = replace(read("smallest").cluster, distribution="kubeadm")
    assert cluster.version == cluster.kubernetes == "1.36"


def test_scalars_are_what_kubernetes_reads() -> None:
    [metallb] = read("scalars-as-kubernetes-reads-them").components

    assert metallb.options["values"] == {
        "on_": True,
        "on": "on",
        "y": 1,
        "ports": "22:22",
        "date": "2026-11-23",
        "octal": 511,
        "text": "08",
        "version": 1.3,
        "million": 1000000,
        "exponent": 1000.0,
        "nothing": None,
        "folded": "one line",
        "tagged": "1.30",
        "big": 123456789012345678901234567890,
    }


def test_an_editor_on_windows_changes_nothing() -> None:
    assert read("byte-order-mark-and-crlf") == read("smallest")


def test_every_file_is_read_by_a_test() -> None:
    source = Path(__file__).read_text(encoding="utf-8")

    assert [path.stem for path in FOLDER.glob("*.yaml") if f'read("{path.stem}")' not in source] == []


def test_every_key_has_a_place() -> None:
    config = read("smallest")
    assert str(config.place("nodes.node-1.memory")) == "homelab.yaml:5:62"
    # A key that the file leaves out stands where it would be written.
    assert config.place("networks.dhcp") == config.place("networks")
    assert config.place("cluster.api") is None
