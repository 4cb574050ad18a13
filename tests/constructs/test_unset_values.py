"""A null in values unsets a chart's default; in a HelmRelease it would be lost, so a ConfigMap carries it."""

from __future__ import annotations

import yaml
from hypothesis import given, strategies as st

from homelab_cdk.constructs import HelmApp, Lab, merge_values
from homelab_cdk.constructs._helm_release import split_unset
from homelab_cdk.model import Body, walk

VALUES = {"strategy": {"type": "Recreate", "rollingUpdate": None}, "replicas": 1}


def app(values: Body) -> HelmApp:
    return HelmApp(
        Lab(), "demo", chart="demo", version="1.2.3", repository="oci://registry.example.com/demo", values=values
    )


def of_kind(release: HelmApp, kind: str) -> list[Body]:
    return [item.body for item in release.manifests if item.key.kind == kind]


def test_nulls_are_handed_over_in_a_configmap() -> None:
    # GIVEN values with a null WHEN the chart is installed
    made = app(VALUES)
    # THEN the release has the others, and reads the null from a ConfigMap that Flux watches
    spec = of_kind(made, "HelmRelease")[0]["spec"]
    assert spec["values"] == {"strategy": {"type": "Recreate"}, "replicas": 1}
    assert spec["valuesFrom"] == [{"kind": "ConfigMap", "name": "demo-unset-values"}]
    (config,) = of_kind(made, "ConfigMap")
    assert config["metadata"]["labels"] == {"reconcile.fluxcd.io/watch": "Enabled"}
    assert yaml.safe_load(config["data"]["values.yaml"]) == {"strategy": {"rollingUpdate": None}}


def test_without_nulls_there_is_no_configmap() -> None:
    made = app({"replicas": 1})
    assert of_kind(made, "ConfigMap") == []
    assert "valuesFrom" not in of_kind(made, "HelmRelease")[0]["spec"]


def test_the_lock_proves_all_values() -> None:
    assert app(VALUES).releases[0].values == VALUES


LEAVES = st.none() | st.integers() | st.text(max_size=3) | st.booleans()
TREES = st.dictionaries(
    st.sampled_from("abc"),
    st.recursive(
        LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_size=3,
)


@given(TREES)
def test_what_is_split_merges_to_what_it_was(values: Body) -> None:
    # Flux merges what it reads from ConfigMaps first, and the inline values over it.
    inline, unset = split_unset(values)
    assert all(leaf is not None for _, leaf in walk(inline))
    assert merge_values(unset, inline) == values
