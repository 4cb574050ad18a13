"""The address that the servers share: who announces it, and in which labs."""

from __future__ import annotations

import dataclasses
from typing import Any

from homelab_cdk.bootstrap import kube_vip_objects
from homelab_cdk.model import LabConfig
from tests.hosts.machines import config_of


def daemon_set(config: LabConfig) -> dict[str, Any]:
    [found] = [body for body in kube_vip_objects(config) if body["kind"] == "DaemonSet"]
    return found


def settings(config: LabConfig) -> dict[str, str]:
    [container] = daemon_set(config)["spec"]["template"]["spec"]["containers"]
    return {item["name"]: item["value"] for item in container["env"] if "value" in item}


def test_servers_that_share_an_address() -> None:
    config = config_of(servers=3)

    kinds = [body["kind"] for body in kube_vip_objects(config)]

    assert kinds == ["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "DaemonSet"]
    assert settings(config)["address"] == str(config.cluster.api) == "192.168.1.10"


def test_a_servers_own_address_needs_nobody() -> None:
    config = config_of(servers=3)
    cluster = dataclasses.replace(config.cluster, api=config.nodes[1].address)

    assert kube_vip_objects(dataclasses.replace(config, cluster=cluster)) == ()
    assert kube_vip_objects(config_of()) == ()


def test_services_are_left_to_the_load_balancer() -> None:
    told = settings(config_of(servers=3))

    assert (told["cp_enable"], told["vip_arp"], told["vip_leaderelection"]) == ("true", "true", "true")
    assert "svc_enable" not in told


def test_it_runs_on_servers_that_have_no_network_yet() -> None:
    pod = daemon_set(config_of(servers=3))["spec"]["template"]["spec"]

    assert pod["hostNetwork"] is True
    assert {item["effect"] for item in pod["tolerations"]} == {"NoSchedule", "NoExecute"}
    [term] = pod["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
    assert term["matchExpressions"] == [{"key": "node-role.kubernetes.io/control-plane", "operator": "Exists"}]


def test_the_interface_is_named_where_all_servers_have_the_same() -> None:
    config = config_of(servers=3)
    same = tuple(dataclasses.replace(node, interface="enp3s0") for node in config.nodes)
    mixed = (*same[:2], dataclasses.replace(same[2], interface="eth0"))

    assert settings(dataclasses.replace(config, nodes=same))["vip_interface"] == "enp3s0"
    assert "vip_interface" not in settings(dataclasses.replace(config, nodes=mixed))
    assert "vip_interface" not in settings(config)
