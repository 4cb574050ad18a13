"""What nothing in the lab brings: one error that names construct, object and choices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homelab_cdk._errors import OrderError
from homelab_cdk.components import load_components
from homelab_cdk.constructs import HelmApp, Lab, UnitChart
from homelab_cdk.model import LabConfig
from tests.labs import Plain, config_map, custom, units_of

TEA = "tea.example.com"


def _error(lab: Lab) -> str:
    load_components()
    with pytest.raises(OrderError) as error:
        units_of(lab)
    return str(error.value)


def test_a_missing_crd_names_the_components_that_bring_it() -> None:
    lab = Lab()
    Plain(lab, "app").add_manifest(custom("Certificate", "cert-manager.io", namespace="app"))
    assert _error(lab) == (
        "Certificate.cert-manager.io app/one (made by app/certificate-one) needs the CRD of"
        " Certificate.cert-manager.io, which nothing in this lab brings; add `certificates: cert-manager` to"
        " homelab.yaml"
    )


def test_a_missing_crd_that_no_component_brings() -> None:
    lab = Lab()
    Plain(lab, "app").add_manifest(custom("Tea", TEA, namespace="app"))
    assert _error(lab).endswith("brings; add its CustomResourceDefinition, or leave the object out")


def test_kinds_of_k3s_are_there_where_the_machines_run_k3s() -> None:
    settings = custom("HelmChartConfig", "helm.cattle.io", name="traefik", namespace="kube-system")
    lab = Lab()
    Plain(lab, "app").add_manifest(settings)
    assert "app" in units_of(lab)
    config = LabConfig.sample()
    other = Lab(replace(config, cluster=replace(config.cluster, distribution="kubeadm")))
    Plain(other, "app").add_manifest(settings)
    assert "needs the CRD of HelmChartConfig.helm.cattle.io, which nothing in this lab brings" in _error(other)


def test_a_missing_crd_that_an_unknown_chart_may_bring() -> None:
    lab = Lab()
    HelmApp(lab, "brewery", chart="brewery", version="1.2.3", repository="oci://e.com/brewery").add_manifest(
        custom("Tea", TEA, namespace="brewery")
    )
    assert _error(lab).endswith("; if brewery 1.2.3 brings it, run `homelab lock`: nothing is known of that chart yet")


def test_many_objects_of_one_missing_kind_are_one_line() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    for name in ("one", "two", "three"):
        app.add_manifest(custom("Tea", TEA, name=name, namespace="app"))
    assert _error(lab).startswith(
        "Tea.tea.example.com app/one (made by app/tea-one) needs the CRD of Tea.tea.example.com (and 2 more objects), "
    )


def test_a_missing_namespace() -> None:
    lab = Lab()
    UnitChart(lab, "app", namespace="nowhere").add_manifest(config_map())
    assert _error(lab) == (
        "ConfigMap nowhere/settings (made by app/configmap-settings) lives in the namespace nowhere, which nothing in"
        " this lab creates; add it with `add_namespace`, or correct the name"
    )


def test_all_missing_things_are_told_at_once() -> None:
    lab = Lab()
    app = UnitChart(lab, "app", namespace="nowhere")
    app.add_manifest(config_map())
    app.add_manifest(custom("Tea", TEA, namespace="elsewhere"))
    app.add_manifest(custom("Coffee", TEA, namespace="nowhere"))
    assert len(_error(lab).splitlines()) == 4
