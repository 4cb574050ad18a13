from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import Body
from tests.checks.bare import kustomization, told_of_files
from tests.checks.looking import found, lab_of, thing
from tests.labs import PIN, config_map
from tests.trees.repo import listing

RELEASE = thing(
    "helm.toolkit.fluxcd.io/v2",
    "HelmRelease",
    namespace="app",
    spec={"valuesFrom": [{"kind": "ConfigMap", "name": "settings"}]},
)


def labelled(value: str | None) -> Body:
    body = config_map(**{"values.yaml": "a: b"})
    if value is not None:
        body["metadata"]["labels"] = {"reconcile.fluxcd.io/watch": value}
    return body


@pytest.mark.parametrize("value", [None, "Disabled"])
def test_a_configmap_without_the_label(value: str | None) -> None:
    assert found(lab_of(RELEASE, labelled(value)), "HL263") == [
        "app/configmap-settings: ConfigMap app/settings: HelmRelease.helm.toolkit.fluxcd.io app/one takes values from it, and"
        " it has no label reconcile.fluxcd.io/watch: Enabled, so that a change waits for the next interval; add this label",
    ]


def test_a_configmap_with_it() -> None:
    assert found(lab_of(RELEASE, labelled("Enabled")), "HL263") == []


def test_a_configmap_that_no_release_reads() -> None:
    assert found(lab_of(config_map(a="b")), "HL263") == []


def test_what_the_library_writes_for_values_that_are_null() -> None:
    lab = Lab()
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, values={"pot": None})
    assert found(lab, "HL263") == []


@pytest.mark.parametrize(("options", "expected"), [({}, 0), ({"disableNameSuffixHash": True}, 1)])
def test_what_has_another_name_with_each_change(tmp_path: Path, options: Body, expected: int) -> None:
    """GIVEN values in a ConfigMap that kustomize makes, WHEN a hash of them is a part of its name, THEN no label is needed."""
    generator = {"name": "settings", "literals": ["values.yaml=a"], "options": options}
    files = {
        "flux/app.yaml": kustomization("app", path="./app"),
        "app/kustomization.yaml": listing("one.yaml", configMapGenerator=[generator], namespace="app"),
        "app/one.yaml": RELEASE,
    }
    assert len(told_of_files("HL263", tmp_path, files)) == expected
