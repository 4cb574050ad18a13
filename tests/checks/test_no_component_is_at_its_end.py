from __future__ import annotations

import dataclasses

import pytest

from homelab_cdk.components.metallb import MetalLB
from homelab_cdk.constructs import Ending, Lab
from tests.checks.looking import found


def test_a_component_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    ending = Ending(reason="archived in March 2027", successor="kube-vip")
    monkeypatch.setattr(MetalLB, "info", dataclasses.replace(MetalLB.info, ending=ending))
    lab = Lab()
    MetalLB(lab)
    assert found(lab, "HL708") == [
        "metallb: MetalLB: it is at its end of life (archived in March 2027); replace it by kube-vip"
    ]


def test_a_component_in_its_prime() -> None:
    lab = Lab()
    MetalLB(lab)
    assert found(lab, "HL708") == []
