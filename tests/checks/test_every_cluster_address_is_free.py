from __future__ import annotations

import pytest

from homelab_cdk.checks import check_tree
from tests.checks.looking import found, lab_of, service


def test_an_address_outside_of_the_service_network() -> None:
    assert found(lab_of(service(clusterIP="10.99.0.1")), "HL652") == [
        "app/service-web: Service app/web: spec.clusterIP is 10.99.0.1, which is not inside networks.service 10.43.0.0/16;"
        " leave it out, so that Kubernetes chooses, or write a free address of 10.43.0.0/16",
    ]


@pytest.mark.parametrize(
    ("address", "owner"),
    [("10.43.0.1", "the Service kubernetes of the API"), ("10.43.0.10", "the cluster's DNS")],
)
def test_an_address_of_the_cluster_itself(address: str, owner: str) -> None:
    assert found(lab_of(service(clusterIP=address)), "HL652") == [
        f"app/service-web: Service app/web: spec.clusterIP is {address}, which {owner} has; leave it out, so that Kubernetes"
        " chooses, or write a free address of 10.43.0.0/16",
    ]


def test_two_services_with_one_address() -> None:
    lab = lab_of(service("a", clusterIP="10.43.7.7"), service("b", clusterIP="10.43.7.7", clusterIPs=["10.43.7.7"]))
    assert found(lab, "HL652") == [
        "app/service-b: Service app/b: spec.clusterIP is 10.43.7.7, which Service app/a has; leave it out, so that Kubernetes"
        " chooses, or write a free address of 10.43.0.0/16",
    ]


@pytest.mark.parametrize("address", ["10.43.7.7", "None", ""])
def test_addresses_that_are_free(address: str) -> None:
    assert found(lab_of(service(clusterIP=address)), "HL652") == []


def test_of_objects_alone_only_their_own_addresses_are_known() -> None:
    one, two = service("a", clusterIP="10.96.0.10"), service("b", clusterIP="10.96.0.10")
    assert [finding for finding in check_tree([one]) if finding.code == "HL652"] == []
    assert [finding.message for finding in check_tree([one, two]) if finding.code == "HL652"] == [
        "spec.clusterIP is 10.96.0.10, which Service default/a has; leave it out, so that Kubernetes chooses, or write another"
    ]
