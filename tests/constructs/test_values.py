"""The escape hatches `values`, `version` and `namespace` of every component, and `HelmApp`."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, strategies as st

from homelab_cdk._errors import BuildError
from homelab_cdk.components.cert_manager import CertManager
from homelab_cdk.components.metallb import MetalLB
from homelab_cdk.constructs import HelmApp, Lab, merge_values
from tests.labs import bodies, one


def _values(lab: Lab, name: str = "metallb") -> Any:
    return one(lab, "HelmRelease", name)["spec"]["values"]


def test_values_are_merged_last() -> None:
    lab = Lab()
    MetalLB(lab, values={"speaker": {"logLevel": "debug", "ignoreExcludeLB": False}})
    speaker = _values(lab)["speaker"]
    assert speaker["logLevel"] == "debug"
    assert speaker["ignoreExcludeLB"] is False
    assert speaker["resources"]["requests"] == {"cpu": "10m", "memory": "64Mi"}


def test_null_unsets_a_default_of_the_chart() -> None:
    lab = Lab()
    MetalLB(lab, values={"frrk8s": None, "speaker": {"livenessProbe": None}})
    values: Any = lab.unit_charts[0].releases[0].values
    assert values["frrk8s"] is None
    assert values["speaker"]["livenessProbe"] is None
    assert values["speaker"]["resources"]["requests"] == {"cpu": "10m", "memory": "64Mi"}


def test_version_is_the_chart_s() -> None:
    lab = Lab()
    CertManager(lab, version="v1.22.0")
    assert one(lab, "OCIRepository", "cert-manager")["spec"]["ref"] == {"tag": "v1.22.0"}


def test_namespace_moves_every_object() -> None:
    lab = Lab()
    MetalLB(lab, namespace="load-balancer")
    namespaces = {body["metadata"].get("namespace") for body in bodies(lab) if body["kind"] != "Namespace"}
    assert namespaces == {"load-balancer"}
    assert one(lab, "Namespace", "load-balancer")


@pytest.mark.parametrize("version", ["", "1.x*", "^1.2.0", "~1.2", ">=1.0", "1.0 || 2.0", "latest"])
def test_every_chart_is_pinned(version: str) -> None:
    with pytest.raises(BuildError, match="every chart is pinned to one version, such as 1.2.3"):
        HelmApp(Lab(), "shop", chart="shop", version=version, repository="https://charts.example.com")


def test_a_repository_has_a_scheme() -> None:
    with pytest.raises(BuildError, match=r"the repository 'charts\.example\.com'; write oci://… or https://…"):
        HelmApp(Lab(), "shop", chart="shop", version="1.2.3", repository="charts.example.com")


def test_helm_refuses_long_release_names() -> None:
    with pytest.raises(BuildError, match="has 54 characters, Helm allows 53"):
        HelmApp(Lab(), "a" * 54, chart="shop", version="1.2.3", repository="https://charts.example.com")


def test_a_classic_repository_is_a_helm_repository() -> None:
    lab = Lab()
    HelmApp(lab, "shop", chart="web", version="1.2.3", repository="https://charts.example.com", values={"a": 1})
    assert one(lab, "HelmRepository", "shop")["spec"]["url"] == "https://charts.example.com"
    spec = one(lab, "HelmRelease", "shop")["spec"]
    source = {"kind": "HelmRepository", "name": "shop"}
    assert spec["chart"] == {"spec": {"chart": "web", "version": "1.2.3", "sourceRef": source}}
    assert spec["values"] == {"a": 1}
    assert spec["releaseName"] == "shop"


def test_an_oci_chart_is_an_oci_repository() -> None:
    lab = Lab()
    HelmApp(lab, "shop", chart="web", version="1.2.3", repository="oci://charts.example.com/web")
    assert one(lab, "OCIRepository", "shop")["spec"]["url"] == "oci://charts.example.com/web"
    spec = one(lab, "HelmRelease", "shop")["spec"]
    assert spec["chartRef"] == {"kind": "OCIRepository", "name": "shop"}
    assert "chart" not in spec


@pytest.mark.parametrize("holds_data", [True, False])
def test_what_holds_data_is_never_pruned(holds_data: bool) -> None:
    lab = Lab()
    HelmApp(lab, "shop", chart="web", version="1.2.3", repository="oci://e.com/web", holds_data=holds_data)
    for kind in ("Namespace", "OCIRepository", "HelmRelease"):
        annotations = one(lab, kind, "shop")["metadata"].get("annotations", {})
        assert (annotations.get("kustomize.toolkit.fluxcd.io/prune") == "disabled") is holds_data, kind


@pytest.mark.parametrize("minutes", [1, 10, 30])
def test_the_unit_outlasts_its_release(minutes: int) -> None:
    app = HelmApp(Lab(), "shop", chart="web", version="1.2.3", repository="oci://e.com/web", timeout=minutes)
    assert app.helm_release.manifest.body["spec"]["timeout"] == f"{minutes}m"
    assert app.timeout > minutes


_leaves = st.none() | st.booleans() | st.integers(0, 3) | st.lists(st.integers(0, 2), max_size=2)
_values_of = st.recursive(
    st.dictionaries(st.sampled_from("abc"), _leaves, max_size=3),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner | _leaves, max_size=3),
    max_leaves=6,
)


@given(_values_of, _values_of)
def test_every_key_comes_from_one_of_the_two(values: dict[str, Any], overrides: dict[str, Any]) -> None:
    merged = merge_values(values, overrides)
    assert set(merged) == set(values) | set(overrides)
    for key, value in merged.items():
        if key not in overrides:
            assert value == values[key]
        elif isinstance(values.get(key), dict) and isinstance(overrides[key], dict):
            assert value == merge_values(values[key], overrides[key])
        else:
            assert value == overrides[key]


@given(_values_of)
def test_merging_with_nothing_or_itself_changes_nothing(values: dict[str, Any]) -> None:
    assert merge_values(values, {}) == merge_values({}, values) == merge_values(values, values) == values


@given(_values_of, _values_of, _values_of)
def test_merging_is_associative_where_both_keep_maps(
    one: dict[str, Any], two: dict[str, Any], three: dict[str, Any]
) -> None:
    assert merge_values(merge_values(one, one), three) == merge_values(one, merge_values(one, three))
    assert merge_values(merge_values({}, two), three) == merge_values(two, three)


def test_the_merged_values_share_nothing_with_what_was_given() -> None:
    values: dict[str, Any] = {"a": {"b": [1]}}
    overrides: dict[str, Any] = {"a": {"c": [2]}}
    merged = merge_values(values, overrides)
    merged["a"]["b"].append(0)
    merged["a"]["c"].append(0)
    assert (values, overrides) == ({"a": {"b": [1]}}, {"a": {"c": [2]}})


def test_frozen_mappings_merge_as_well() -> None:
    frozen = MappingProxyType({"a": MappingProxyType({"b": (1, 2)})})
    assert merge_values({"a": {"c": 1}}, frozen) == {"a": {"c": 1, "b": [1, 2]}}
