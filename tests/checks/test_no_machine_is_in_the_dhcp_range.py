from __future__ import annotations

import dataclasses

from homelab_cdk.constructs import Lab
from homelab_cdk.model import AddressRange, LabConfig
from tests.checks.looking import found


def lab_with(dhcp: str) -> Lab:
    config = LabConfig.sample(nodes=2)
    return Lab(
        dataclasses.replace(config, networks=dataclasses.replace(config.networks, dhcp=AddressRange.parse(dhcp)))
    )


def test_a_machine_inside() -> None:
    assert found(lab_with("192.168.1.12-192.168.1.99"), "HL651") == [
        "lab: nodes.node-2: its address 192.168.1.12 lies in the DHCP range 192.168.1.12-192.168.1.99; choose one outside of"
        " it, or shorten the range (an address that the router keeps for this machine alone is a reason to accept it)",
    ]


def test_machines_outside() -> None:
    assert found(lab_with("192.168.1.100-192.168.1.199"), "HL651") == []


def test_a_lab_that_knows_of_no_dhcp() -> None:
    assert found(Lab(LabConfig.sample()), "HL651") == []
