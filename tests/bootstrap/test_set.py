"""What is there before Flux is made of the tree's own releases."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from homelab_cdk._yaml_dialect import StrictLoader
from homelab_cdk.bootstrap import BootstrapObject, bootstrap_set
from homelab_cdk.components import load_components
from homelab_cdk.components.flux import Flux
from homelab_cdk.constructs import Lab, merge_values
from homelab_cdk.model import Body, LabConfig, ObjectKey
from homelab_cdk.order import Built
from homelab_cdk.synth._build import build_lab
from tests.bootstrap.labs import VALUES, built, config_of, lab_with_cni
from tests.labs import Plain, chosen

load_components()


def charts_of(objects: tuple[BootstrapObject, ...]) -> dict[str, Body]:
    """The HelmCharts among some objects, by name."""
    return {item.body["metadata"]["name"]: item.body for item in objects if item.body.get("kind") == "HelmChart"}


def releases_of(lab: Built) -> dict[str, Body]:
    """The HelmReleases of the tree, by name."""
    return {item.key.name: item.body for item in lab.of("helm.toolkit.fluxcd.io", "HelmRelease")}


def values_of(lab: Built, release: Body) -> Any:
    """The values of a HelmRelease as Flux merges them: those of its ConfigMap, the inline ones on top."""
    merged: Body = {}
    for source in release["spec"].get("valuesFrom", ()):
        key = ObjectKey("", "ConfigMap", release["metadata"]["namespace"], source["name"])
        merged = merge_values(merged, yaml.load(lab.by_key[key].body["data"]["values.yaml"], Loader=StrictLoader))
    return merge_values(merged, release["spec"]["values"])


def source_of(lab: Built, release: Body) -> dict[str, str]:
    """Where the tree takes a chart from, in the words of a HelmChart."""
    spec, namespace = release["spec"], release["metadata"]["namespace"]
    if "chartRef" in spec:
        key = ObjectKey("source.toolkit.fluxcd.io", "OCIRepository", namespace, spec["chartRef"]["name"])
        source = lab.by_key[key].body["spec"]
        return {"chart": source["url"], "version": source["ref"]["tag"]}
    chart = spec["chart"]["spec"]
    key = ObjectKey("source.toolkit.fluxcd.io", "HelmRepository", namespace, chart["sourceRef"]["name"])
    return {"chart": chart["chart"], "version": chart["version"], "repo": lab.by_key[key].body["spec"]["url"]}


def whole_lab() -> Built:
    lab = lab_with_cni()
    Flux(lab)
    return built(lab)


def lab_with_calico(nodes: int) -> Built:
    choices = (chosen("cni", "calico", values={"logLevel": None}), chosen("gitOps", "flux", values={"web": None}))
    return built(build_lab(LabConfig.sample(nodes=nodes, components=choices)))


@pytest.mark.parametrize(
    ("lab", "names"),
    [
        (whole_lab(), ["cni.crds", "cni-operator", "flux-operator"]),
        (lab_with_calico(1), ["calico-crds", "calico", "flux-operator"]),
        (lab_with_calico(3), ["calico-crds", "calico", "flux-operator"]),
    ],
    ids=["made up", "Calico on one machine", "Calico on three"],
)
def test_k3s_installs_the_very_releases_of_the_tree(lab: Built, names: list[str]) -> None:
    # GIVEN a lab with a pod network of two releases and Flux in its tree
    bootstrap = bootstrap_set(lab)
    charts, releases = charts_of(bootstrap.objects), releases_of(lab)
    assert list(charts) == names
    for name, chart in charts.items():
        spec, release = chart["spec"], releases[name]
        # THEN Helm finds the release under the name and in the namespace that Flux looks in
        assert name == release["spec"]["releaseName"]
        assert spec["targetNamespace"] == release["metadata"]["namespace"]
        assert {"targetNamespace", "storageNamespace"}.isdisjoint(release["spec"])
        # AND the chart and its values are those of the tree, nulls included
        assert {key: spec[key] for key in ("chart", "version", "repo") if key in spec} == source_of(lab, release)
        given = yaml.load(spec.get("valuesContent", "{}"), Loader=StrictLoader)
        assert given == values_of(lab, release)


def test_nulls_and_texts_that_look_like_numbers_arrive() -> None:
    [content] = [
        chart["spec"]["valuesContent"]
        for name, chart in charts_of(bootstrap_set(built(lab_with_cni())).machine).items()
        if name == "cni-operator"
    ]
    assert yaml.load(content, Loader=StrictLoader) == VALUES


def test_every_helm_chart_runs_without_a_network_and_never_uninstalls() -> None:
    for chart in charts_of(bootstrap_set(whole_lab()).objects).values():
        assert chart["metadata"]["namespace"] == "kube-system"
        assert (chart["spec"]["bootstrap"], chart["spec"]["failurePolicy"]) == (True, "abort")


def test_the_machine_applies_the_namespace_then_the_crds_then_the_operator() -> None:
    lab = built(lab_with_cni())
    objects = bootstrap_set(lab).machine
    assert [str(item.key) for item in objects] == [
        "Namespace cni-system",
        "HelmChart.helm.cattle.io kube-system/cni.crds",
        "HelmChart.helm.cattle.io kube-system/cni-operator",
    ]
    # The namespace is that of the tree, with its Pod Security level.
    assert objects[0].body == lab.by_key[ObjectKey("", "Namespace", "", "cni-system")].body
    assert all(item.why for item in objects)


def test_a_person_applies_flux() -> None:
    assert [str(item.key) for item in bootstrap_set(whole_lab()).flux] == [
        "Namespace flux-system",
        "HelmChart.helm.cattle.io kube-system/flux-operator",
        "FluxInstance.fluxcd.controlplane.io flux-system/flux",
    ]


def test_the_flux_instance_is_that_of_the_tree() -> None:
    lab = whole_lab()
    [instance] = lab.of("fluxcd.controlplane.io", "FluxInstance")
    assert bootstrap_set(lab).instance.body == instance.body


def test_options_of_the_tree_reach_the_bootstrap() -> None:
    choice = chosen("gitOps", "flux", size="medium", version="0.59.0", values={"logLevel": "debug"})
    config = LabConfig.sample(components=(choice,))
    bootstrap = bootstrap_set(built(build_lab(config)))
    operator = charts_of(bootstrap.flux)["flux-operator"]["spec"]
    assert operator["version"] == "0.59.0"
    assert "logLevel: debug" in operator["valuesContent"]
    assert bootstrap.instance.body["spec"]["cluster"]["size"] == "medium"


def test_a_lab_without_flux_in_its_tree_is_handed_over_as_well() -> None:
    """The objects are those that the component would make."""
    with_flux, without = Lab(config_of()), Lab(config_of())
    Flux(with_flux)
    assert [item.body for item in bootstrap_set(built(with_flux)).flux] == [
        item.body for item in bootstrap_set(built(without)).flux
    ]


@pytest.mark.parametrize(("apps", "size"), [(50, "small"), (51, "medium")])
def test_without_flux_in_the_tree_its_size_follows_from_the_units(apps: int, size: str) -> None:
    lab = Lab()
    for number in range(apps):
        Plain(lab, f"app-{number}")
    assert bootstrap_set(built(lab)).instance.body["spec"]["cluster"]["size"] == size


def test_the_flux_instance_reads_what_the_configuration_says() -> None:
    lab = built(Lab(config_of(secret="git", url="ssh://git@git.example.com/lab")))
    assert bootstrap_set(lab).instance.body["spec"]["sync"] == {
        "kind": "GitRepository",
        "url": "ssh://git@git.example.com/lab",
        "ref": "refs/heads/main",
        "path": "generated/flux-system",
        "interval": "1m",
        "pullSecret": "git",
    }


def test_kubeadm_has_nothing_that_applies_by_itself() -> None:
    lab = built(lab_with_cni(config_of("kubeadm")))
    bootstrap = bootstrap_set(lab)
    assert bootstrap.machine == ()
    assert [item.release.name if item.release else str(item.key) for item in bootstrap.flux] == [
        "Namespace cni-system",
        "cni.crds",
        "cni-operator",
        "Namespace flux-system",
        "flux-operator",
        "FluxInstance.fluxcd.controlplane.io flux-system/flux",
    ]
    assert all(item.body == {} for item in bootstrap.flux if item.release)


def test_nothing_of_flux_is_ever_pruned() -> None:
    lab = whole_lab()
    objects = [item for item in lab.items if item.chart.construct_id == "flux" and item.key.namespace == "flux-system"]
    assert {item.key.kind for item in objects} == {"OCIRepository", "HelmRelease", "FluxInstance"}
    for item in objects:
        assert item.body["metadata"]["annotations"]["kustomize.toolkit.fluxcd.io/prune"] == "disabled"


def test_the_flux_instance_follows_its_operator() -> None:
    units = {unit.name: unit for unit in whole_lab().units}
    assert [item.key.kind for item in units["flux-config"].items] == ["FluxInstance"]
    assert list(units["flux-config"].depends_on) == ["flux"]
