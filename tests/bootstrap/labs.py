"""Labs whose pod network is installed before Flux."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from homelab_cdk.constructs import HelmRelease, Lab, UnitChart
from homelab_cdk.model import Body, ChartPin, GitSource, LabConfig
from homelab_cdk.order import Built, arrange
from homelab_cdk.synth._collect import collect

CRDS = ChartPin(name="cni.crds", version="v1.2.3", repository="https://charts.example.com/cni")
OPERATOR = ChartPin(name="cni-operator", version="v1.2.3", repository="https://charts.example.com/cni")
VALUES: Body = {"cidr": "10.42.0.0/16", "nodeSelector": None, "env": [{"name": "A", "value": "08"}]}


def config_of(
    distribution: Literal["k3s", "kubeadm"] = "k3s", *, nodes: int = 1, secret: str | None = None, url: str = ""
) -> LabConfig:
    config = LabConfig.sample(nodes=nodes)
    git = GitSource(url=url or config.git.url, secret=secret)
    return replace(config, cluster=replace(config.cluster, distribution=distribution), git=git)


def lab_with_cni(config: LabConfig | None = None) -> Lab:
    """A lab with a CNI of two releases: its CRDs, then its operator."""
    lab = Lab(config or config_of())
    cni = UnitChart(lab, "cni", namespace="cni-system")
    cni.layer = "infrastructure"
    cni.add_namespace(pod_security="privileged")
    crds = HelmRelease(cni, chart=CRDS, values={}, name="cni.crds", before_flux=True)
    HelmRelease(cni, chart=OPERATOR, values=VALUES, name="cni-operator", after=(crds,), before_flux=True)
    HelmRelease(cni, chart=OPERATOR, values={}, name="cni-page")
    return lab


def built(lab: Lab) -> Built:
    charts, items = collect(lab)
    return Built(lab=lab, units=arrange(charts, items))
