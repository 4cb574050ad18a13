"""Calico takes the lab's pod network, and stays."""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from typing import Any

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.components import load_components
from homelab_cdk.constructs import Lab, component
from homelab_cdk.model import LabConfig
from homelab_cdk.synth._build import build_lab
from tests.labs import chosen, one, units_of


def _lab(*, nodes: int = 1, distribution: str = "k3s", **options: object) -> Lab:
    load_components()
    config = LabConfig.sample(nodes=nodes, components=(replace(chosen("cni", "calico"), options=options),))
    return build_lab(replace(config, cluster=replace(config.cluster, distribution=distribution)))


def _values(lab: Lab) -> dict[str, Any]:
    values: dict[str, Any] = one(lab, "HelmRelease", "calico")["spec"]["values"]
    return values


def test_pods_get_addresses_of_the_labs_pod_network() -> None:
    lab = _lab()
    [pool] = _values(lab)["installation"]["calicoNetwork"]["ipPools"]
    assert pool["cidr"] == str(lab.config.networks.pod)
    assert pool["blockSize"] == 26


def test_a_pool_says_all_that_the_operator_would_add() -> None:
    """Else Flux and the operator would change it to and fro (source: `pkg/controller/ippool/defaults.go`)."""
    [pool] = _values(_lab())["installation"]["calicoNetwork"]["ipPools"]
    added = {"name", "allowedUses", "natOutgoing", "nodeSelector", "disableNewAllocations", "assignmentMode"}
    assert added < pool.keys()


def test_nothing_of_it_is_ever_pruned() -> None:
    lab = _lab()
    for kind, name in [
        ("Namespace", "tigera-operator"),
        ("HelmRelease", "calico"),
        ("HelmRelease", "calico-crds"),
        ("HelmRepository", "calico"),
    ]:
        annotations = one(lab, kind, name)["metadata"]["annotations"]
        assert annotations["kustomize.toolkit.fluxcd.io/prune"] == "disabled", (kind, name)


def test_both_releases_come_before_flux_and_the_crds_first() -> None:
    lab = _lab()
    [calico] = [chart for chart in lab.unit_charts if chart.construct_id == "calico"]
    assert {item.release.name: item.before_flux for item in calico.helm_releases} == {
        "calico-crds": True,
        "calico": True,
    }
    assert one(lab, "HelmRelease", "calico")["spec"]["dependsOn"] == [{"name": "calico-crds"}]
    assert list(units_of(lab)) == ["calico"]


def test_the_crds_are_of_the_version_that_the_user_sets() -> None:
    lab = _lab(version="v3.32.2")
    for name in ("calico", "calico-crds"):
        assert one(lab, "HelmRelease", name)["spec"]["chart"]["spec"]["version"] == "v3.32.2"
    kind = component("calico")
    assert kind is not None
    assert {chart.version for chart in kind.info.charts} == {"v3.32.1"}, "the library proves one version"


@pytest.mark.parametrize(("nodes", "replicas", "typhas"), [(1, 1, 1), (2, 2, 1), (3, 2, 2), (5, 2, 3)])
def test_replicas_follow_from_the_machines(nodes: int, replicas: int, typhas: int) -> None:
    lab = _lab(nodes=nodes)
    assert _values(lab)["installation"]["controlPlaneReplicas"] == replicas
    [calico] = [chart for chart in lab.unit_charts if chart.construct_id == "calico"]
    made = {item.name: item.replicas for item in calico.children}
    assert made == {
        "calico-node": 0,
        "calico-typha": typhas,
        "calico-kube-controllers": 1,
        "calico-apiserver": replicas,
    }


def test_what_the_operator_makes_requests_what_the_values_set() -> None:
    lab = _lab(goldmane=True, whisker=True)
    [calico] = [chart for chart in lab.unit_charts if chart.construct_id == "calico"]
    assert all(
        container.memory_request and container.memory_limit for item in calico.children for container in item.containers
    )
    assert {"goldmane", "whisker"} < {item.name for item in calico.children}


def test_k3s_lets_pods_forward_packets() -> None:
    """The documentation of k3s asks for it (Basic Network Options, custom CNI)."""
    assert _values(_lab())["installation"]["calicoNetwork"]["containerIPForwarding"] == "Enabled"
    network = _values(_lab(distribution="kubeadm"))["installation"]["calicoNetwork"]
    assert "containerIPForwarding" not in network


def test_a_pod_network_of_ipv6() -> None:
    load_components()
    config = LabConfig.sample(components=(chosen("cni", "calico"),))
    pods = replace(config.networks, pod=ipaddress.ip_network("fd00:42::/56"))
    network = _values(build_lab(replace(config, networks=pods)))["installation"]["calicoNetwork"]
    assert network["ipPools"][0]["blockSize"] == 122
    assert network["nodeAddressAutodetectionV6"] == {"kubernetes": "NodeInternalIP"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"whisker": True}, "whisker shows what goldmane collects; set `goldmane: true` as well"),
        ({"blockSize": 33}, "blockSize is 33; Calico takes 20 to 32 for IPv4, and no less than the 16 of networks.pod"),
    ],
)
def test_what_cannot_work_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(BuildError, match="calico") as caught:
        _lab(**options)
    assert message in str(caught.value)
