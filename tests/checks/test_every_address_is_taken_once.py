from __future__ import annotations

from homelab_cdk.constructs import Lab
from tests.checks.looking import deployment, found, lab_of, service


def two(*, shared: bool) -> Lab:
    bodies = [service(name, type="LoadBalancer", loadBalancerIP="192.168.1.201") for name in ("web", "other")]
    for body in bodies if shared else ():
        body["metadata"]["annotations"] = {"metallb.io/allow-shared-ip": "front"}
    return lab_of(*bodies, deployment(), deployment("other"))


def test_two_services_with_one_address() -> None:
    assert found(two(shared=False), "HL602") == [
        "app/service-other: Service app/other: spec.loadBalancerIP is 192.168.1.201, which Service app/web"
        " (app/service-web) takes; choose another, or give both the same metallb.io/allow-shared-ip annotation",
    ]


def test_two_services_that_share_it() -> None:
    assert found(two(shared=True), "HL602") == []
