"""What `flux/` tells a person to do before Flux takes over."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from homelab_cdk.components import load_components
from homelab_cdk.model import ComponentChoice, LabConfig
from homelab_cdk.order import Built
from homelab_cdk.synth._bootstrap import render_bootstrap
from homelab_cdk.synth._build import build_lab
from tests.labs import chosen


def _readme(*components: ComponentChoice, distribution: Literal["k3s", "kubeadm"] = "k3s") -> str:
    load_components()
    config = LabConfig.sample(components=components)
    cluster = replace(config.cluster, distribution=distribution)
    lab = build_lab(replace(config, cluster=cluster))
    return render_bootstrap(Built(lab=lab, units=[]))["flux/README.md"].content


def test_k3s_leaves_out_what_the_lab_brings() -> None:
    text = _readme(chosen("loadBalancer", "metallb"), chosen("ingress", "traefik"))
    assert "disable: [servicelb, traefik]\n" in text
    assert "cluster-cidr: 10.42.0.0/16\nservice-cidr: 10.43.0.0/16\n" in text


def test_k3s_keeps_what_the_lab_does_not_bring() -> None:
    assert "disable: [servicelb]\n" in _readme(chosen("loadBalancer", "metallb"))
    assert "disable:" not in _readme()


def test_kubeadm_is_told_nothing_of_k3s() -> None:
    assert "k3s" not in _readme(chosen("loadBalancer", "metallb"), distribution="kubeadm")
