from __future__ import annotations

import dataclasses

from homelab_cdk.constructs import Cni, Lab
from homelab_cdk.model import LabConfig
from tests.checks.looking import app_of, found, lab_of
from tests.labs import Plain


def kubeadm() -> Lab:
    config = LabConfig.sample()
    lab = Lab(dataclasses.replace(config, cluster=dataclasses.replace(config.cluster, distribution="kubeadm")))
    Plain(lab, "app")
    return lab


def test_kubeadm_without_a_pod_network_of_the_lab() -> None:
    assert found(kubeadm(), "HL660") == [
        "lab: cni: kubeadm brings nothing that enforces NetworkPolicies, and the lab has 1; write `cni: calico` in homelab.yaml",
    ]


def test_a_pod_network_that_does_not_enforce_them() -> None:
    lab = lab_of()
    app_of(lab).provide(Cni(name="flannel", provider=app_of(lab), enforces_policies=False))
    assert found(lab, "HL660") == [
        "app: flannel: it does not enforce NetworkPolicies, and the lab has 1; write `cni: calico` in homelab.yaml",
    ]


def test_pod_networks_that_do() -> None:
    assert found(lab_of(), "HL660") == []
    lab = kubeadm()
    app_of(lab).provide(Cni(name="calico"))
    assert found(lab, "HL660") == []


def test_a_lab_without_policies() -> None:
    config = LabConfig.sample()
    lab = Lab(dataclasses.replace(config, cluster=dataclasses.replace(config.cluster, distribution="kubeadm")))
    assert found(lab, "HL660") == []
