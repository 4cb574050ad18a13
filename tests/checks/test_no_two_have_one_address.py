from __future__ import annotations

import dataclasses
import ipaddress
from typing import Any

import pytest

from homelab_cdk.checks import check_tree
from homelab_cdk.constructs import Lab
from homelab_cdk.model import AddressRange, Body, LabConfig
from tests.checks.looking import found, service, thing, with_crds
from tests.labs import Plain


def pool(*ranges: str) -> Body:
    return thing("metallb.io/v1beta1", "IPAddressPool", namespace="app", spec={"addresses": list(ranges)})


def lab_with(*bodies: Body, nodes: int = 1, api: str = "", **networks: Any) -> Lab:
    config = LabConfig.sample(nodes=nodes)
    changed = dataclasses.replace(config.networks, **networks)
    cluster = dataclasses.replace(config.cluster, api=ipaddress.ip_address(api)) if api else config.cluster
    lab = Lab(dataclasses.replace(config, networks=changed, cluster=cluster))
    app = Plain(lab, "app")
    for body in bodies:
        app.add_manifest(body)
    return with_crds(lab, "metallb.io", "IPAddressPool")


def test_two_pools_that_share_addresses() -> None:
    second = thing(
        "metallb.io/v1beta1", "IPAddressPool", "two", namespace="app", spec={"addresses": ["192.168.1.0/25"]}
    )
    lab = lab_with(pool("192.168.1.100-192.168.1.150"), second)
    assert found(lab, "HL650")[-1] == (
        "app/ipaddresspool-two: IPAddressPool.metallb.io app/two: the load balancer's range 192.168.1.0-192.168.1.127 shares"
        " 192.168.1.100-192.168.1.127 with the load balancer's range 192.168.1.100-192.168.1.150"
        " (IPAddressPool.metallb.io app/one, app/ipaddresspool-one); every address has one owner: choose others for one of"
        " the two"
    )


def test_a_pool_that_holds_a_machine() -> None:
    assert found(lab_with(pool("192.168.1.10-192.168.1.20")), "HL650") == [
        "app/ipaddresspool-one: IPAddressPool.metallb.io app/one: the load balancer's range 192.168.1.10-192.168.1.20 shares"
        " 192.168.1.11 with the machine node-1 192.168.1.11 (nodes.node-1); every address has one owner: choose others for"
        " one of the two",
    ]


def test_the_api_in_the_dhcp_range() -> None:
    lab = lab_with(nodes=3, api="192.168.1.150", dhcp=AddressRange.parse("192.168.1.100-192.168.1.199"))
    assert found(lab, "HL650") == [
        "lab: networks.dhcp: the DHCP range 192.168.1.100-192.168.1.199 shares 192.168.1.150 with the address of the API"
        " 192.168.1.150 (cluster.api); every address has one owner: choose others for one of the two",
    ]


def test_networks_that_overlap() -> None:
    lab = lab_with(service=ipaddress.ip_network("10.42.128.0/20"))
    assert found(lab, "HL650") == [
        "lab: networks.service: the service network 10.42.128.0-10.42.143.255 shares 10.42.128.0-10.42.143.255 with the pod"
        " network 10.42.0.0-10.42.255.255 (networks.pod); every address has one owner: choose others for one of the two",
    ]


def test_a_pool_of_calico_outside_of_the_pod_network() -> None:
    spec = {"calicoNetwork": {"ipPools": [{"cidr": "10.99.0.0/16"}]}}
    lab = with_crds(
        lab_with(thing("operator.tigera.io/v1", "Installation", spec=spec)), "operator.tigera.io", "Installation"
    )
    assert found(lab, "HL650") == [
        "app/installation-one: Installation.operator.tigera.io one: Calico's range 10.99.0.0-10.99.255.255 is not inside"
        " networks.pod 10.42.0.0/16, which the API server and kube-proxy are told; write addresses of that network",
    ]


def test_an_external_address_that_the_load_balancer_gives() -> None:
    balanced = service("a", type="LoadBalancer", loadBalancerIP="192.168.1.201")
    external = service("b", externalIPs=["192.168.1.201"])
    assert found(lab_with(balanced, external), "HL650")[-1] == (
        "app/service-b: Service app/b: the external address 192.168.1.201 is given to Service app/a by the load balancer;"
        " leave externalIPs out, or choose another"
    )


@pytest.mark.parametrize(
    "body",
    [
        pool("192.168.1.200-192.168.1.220"),
        service(type="LoadBalancer", loadBalancerIP="192.168.1.201"),
        service(externalIPs=["192.168.1.11"]),
        service(externalIPs=["odd", "300.1.1.1"]),
    ],
    ids=["a pool", "an address of it", "a machine's own address", "what is none"],
)
def test_what_is_apart(body: Body) -> None:
    assert found(lab_with(body, dhcp=AddressRange.parse("192.168.1.100-192.168.1.199")), "HL650") == []


def test_machines_outside_of_the_pools_of_the_file() -> None:
    assert found(lab_with(nodes=3), "HL650") == []


def test_calicos_own_default_meets_the_network_of_the_machines_just_once() -> None:
    pods = thing("crd.projectcalico.org/v1", "IPPool", spec={"cidr": "192.168.0.0/16"})
    lab = with_crds(lab_with(pods, nodes=3), "crd.projectcalico.org", "IPPool")
    assert [line.partition("; ")[0] for line in found(lab, "HL650")] == [
        "app/ippool-one: IPPool.crd.projectcalico.org one: Calico's range 192.168.0.0-192.168.255.255 shares"
        " 192.168.1.0-192.168.1.255 with the node network 192.168.1.0-192.168.1.255 (networks.node)",
        "app/ippool-one: IPPool.crd.projectcalico.org one: Calico's range 192.168.0.0-192.168.255.255 is not inside"
        " networks.pod 10.42.0.0/16, which the API server and kube-proxy are told",
    ]


def test_of_objects_alone_only_their_own_addresses_are_known() -> None:
    """GIVEN a tree of a lab whose networks nobody tells, THEN those of some other lab say nothing of it."""
    pods = thing("crd.projectcalico.org/v1", "IPPool", spec={"cidr": "10.244.0.0/16"})
    tree = [pool("192.168.1.11-192.168.1.20", "10.42.0.1-10.42.0.9"), pods]
    assert [finding for finding in check_tree(tree) if finding.code == "HL650"] == []
    more = thing("metallb.io/v1beta1", "IPAddressPool", "two", namespace="app", spec={"addresses": ["10.244.7.0/24"]})
    assert [finding.subject for finding in check_tree([*tree, more]) if finding.code == "HL650"] == [
        "IPPool.crd.projectcalico.org one"
    ]
