from __future__ import annotations

from homelab_cdk.constructs import HelmApp
from tests.checks.looking import deployment, found, lab_of, service, thing, with_crds
from tests.labs import PIN


def test_an_address_outside_of_the_range() -> None:
    lab = lab_of(service(type="LoadBalancer", loadBalancerIP="192.168.1.5"), deployment())
    assert found(lab, "HL601") == [
        "app/service-web: Service app/web: spec.loadBalancerIP is 192.168.1.5, which lies in no pool of the load"
        " balancer (192.168.1.200-192.168.1.220); choose one of those, or extend networks.loadBalancer",
    ]


def test_an_address_in_an_annotation() -> None:
    body = service(type="LoadBalancer")
    body["metadata"]["annotations"] = {"metallb.io/loadBalancerIPs": "192.168.1.201, fd00::1"}
    assert found(lab_of(body, deployment()), "HL601") == [
        "app/service-web: Service app/web: metadata.annotations[metallb.io/loadBalancerIPs] is fd00::1, which lies"
        " in no pool of the load balancer (192.168.1.200-192.168.1.220); choose one of those, or extend"
        " networks.loadBalancer",
    ]


def test_an_address_in_the_values_of_a_chart() -> None:
    lab = lab_of()
    values = {"service": {"loadBalancerIP": "192.168.1.999"}}
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, values=values)
    assert found(lab, "HL601") == [
        "tea/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.values.service.loadBalancerIP is"
        " '192.168.1.999', which is no IP address; write four numbers from 0 to 255 such as"
        " 192.168.1.10, or IPv6",
    ]


def test_pools_of_metallb_come_first() -> None:
    pool = thing("metallb.io/v1", "IPAddressPool", namespace="app", spec={"addresses": ["10.0.0.0/28"]})
    lab = lab_of(pool, service(type="LoadBalancer", loadBalancerIP="192.168.1.201"), deployment())
    assert found(with_crds(lab, "metallb.io", "IPAddressPool"), "HL601") == [
        "app/service-web: Service app/web: spec.loadBalancerIP is 192.168.1.201, which lies in no pool of the load"
        " balancer (10.0.0.0-10.0.0.15); choose one of those, or extend networks.loadBalancer",
    ]


def test_an_address_of_the_range() -> None:
    lab = lab_of(service(type="LoadBalancer", loadBalancerIP="192.168.1.201"), deployment())
    assert found(lab, "HL601") == []
