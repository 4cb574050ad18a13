"""Labs with monitoring that tests look at."""

from __future__ import annotations

from typing import Any

from homelab_cdk.components import load_components
from homelab_cdk.components.external_secrets import ExternalSecrets
from homelab_cdk.components.kube_prometheus_stack import KubePrometheusStack
from homelab_cdk.components.prometheus_operator_crds import PrometheusOperatorCrds
from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body, LabConfig
from homelab_cdk.synth._build import build_lab
from tests.labs import SIX_SYSTEMS, bodies, chosen, one


def monitored(*, nodes: int = 1, **options: object) -> Lab:
    """The six systems with monitoring; options as `homelab.yaml` gives them."""
    load_components()
    choices = [chosen(*answer) for answer in SIX_SYSTEMS]
    choices.append(chosen("metrics", "kube-prometheus-stack", **options))
    return build_lab(LabConfig.sample(nodes=nodes, components=tuple(choices)))


def watch(lab: Lab) -> KubePrometheusStack:
    """Put monitoring into a lab, with what it requires."""
    ExternalSecrets(lab)
    PrometheusOperatorCrds(lab)
    return KubePrometheusStack(lab)


def values(lab: Lab) -> Any:
    return one(lab, "HelmRelease", "kube-prometheus-stack")["spec"]["values"]


def of_kind(lab: Lab, kind: str) -> dict[str, Body]:
    """All objects of a kind by namespace and name."""
    found = [body for body in bodies(lab) if body["kind"] == kind]
    return {f"{body['metadata']['namespace']}/{body['metadata']['name']}": body for body in found}
