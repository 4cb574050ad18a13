from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from homelab_cdk.checks._flux_fields import FIELDS
from homelab_cdk.constructs import HelmApp, Lab, Patch
from homelab_cdk.model import Body, ChartFacts, CrdFact
from homelab_cdk.schemas import CrdIndex, crds_in
from tests.checks.looking import found, thing
from tests.labs import PIN, locked

POTS = CrdFact(group="tea.example.com", kind="Pot", plural="pots", scope="Namespaced", versions=("v1",))
LOCK = locked({"tea": ChartFacts(crds=(POTS,))})


def brewery(lab: Lab, **values: object) -> HelmApp:
    return HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, values=values)


def test_a_chart_that_nobody_knows() -> None:
    lab = Lab()
    brewery(lab)
    assert found(lab, "HL401") == [
        "tea: the chart operator 1.2.3: nothing is known of it: no lock and no shipped facts know the chart"
        " operator; run `homelab lock`, which renders it and writes down what it brings",
    ]


def test_a_chart_with_other_values() -> None:
    lab = Lab(lock=LOCK)
    brewery(lab, strength=2)
    assert found(lab, "HL402") == [
        "tea: the chart operator 1.2.3: its facts are assumed: they were read with other values, and whether the"
        " chart knows them was not checked; run `homelab lock` to prove them",
    ]


def test_a_custom_resource_that_was_not_validated() -> None:
    lab = Lab(lock=LOCK)
    brewery(lab).add_manifest(thing("tea.example.com/v1", "Pot", namespace="tea"))
    assert found(lab, "HL107") == [
        "tea: the chart operator 1.2.3: the lab's objects of its kinds (Pot) are not those that `homelab lock` held against"
        " its CRDs, and no CRD of theirs is at hand; run `homelab lock`, or give a folder with their CRDs by --crds",
    ]


def test_a_flux_object_that_this_library_does_not_write() -> None:
    alert = thing("notification.toolkit.fluxcd.io/v1beta3", "Alert", namespace="tea")
    lab = Lab(lock=LOCK)
    brewery(lab).add_manifest(alert)
    assert found(lab, "HL107") == [
        "tea/alert-one: Alert.notification.toolkit.fluxcd.io tea/one: Flux brings its CRD, and none is at hand to hold"
        " it against; run `homelab lock`, or give a folder with its CRD by --crds",
    ]


def test_an_object_of_k3s_itself() -> None:
    lab = Lab(lock=LOCK)
    brewery(lab).add_manifest(thing("helm.cattle.io/v1", "HelmChartConfig", "traefik", namespace="kube-system"))
    assert found(lab, "HL107") == [
        "tea/helmchartconfig-kube-system-traefik: HelmChartConfig.helm.cattle.io kube-system/traefik: k3s brings its CRD, and"
        " none is at hand to hold it against; give a folder with its CRD by --crds, from pkg/crds/yaml/generated of"
        " k3s-io/helm-controller",
    ]


def test_a_flux_object_of_this_library_that_somebody_patches() -> None:
    operation = {"op": "add", "path": "/spec/suspended", "value": True}
    patch = Patch(kind="HelmRelease", name="tea", operations=[operation], reason="a holiday")
    lab = Lab(lock=LOCK)
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, patches=(patch,))
    assert len(found(lab, "HL107")) == 1


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("HelmRelease", lambda spec: spec.update(dependOn=[])),
        ("HelmRelease", lambda spec: spec["install"].update(remediations={})),
        (
            "HelmRelease",
            lambda spec: spec["driftDetection"].update(ignore=[{"paths": ["/a"], "target": {"knd": "Job"}}]),
        ),
        ("OCIRepository", lambda spec: spec["ref"].update(tagg="1.2.3")),
    ],
)
def test_a_misspelt_field_of_a_flux_object_of_this_library(kind: str, change: Callable[[Body], None]) -> None:
    lab = Lab(lock=LOCK)
    brewery(lab)
    [written] = [item for item in lab.unit_charts[0].manifests if item.key.kind == kind]
    assert found(lab, "HL107") == []
    change(written.body["spec"])
    group = written.key.group
    assert found(lab, "HL107") == [
        f"{written.path}: {kind}.{group} tea/tea: Flux brings its CRD, and none is at hand to hold it against; run"
        " `homelab lock`, or give a folder with its CRD by --crds",
    ]


def test_every_field_of_flux_that_is_passed_over_is_in_its_crd(shared_dir: Path) -> None:
    crds = CrdIndex()
    crds.add("flux", crds_in(shared_dir / "crds" / "flux"))
    for kind, fields in FIELDS.items():
        crd = crds.get(kind)
        assert crd is not None
        [schema] = [version.schema for version in crd.served.values()]
        missing = [field for field in fields if not _is_there(schema, ["spec", *field.split(".")])]
        assert missing == [], kind


def _is_there(schema: Mapping[str, Any], path: list[str]) -> bool:
    while "items" in schema:
        schema = schema["items"]
    return not path or (path[0] in schema.get("properties", {}) and _is_there(schema["properties"][path[0]], path[1:]))


def test_a_chart_that_is_proven() -> None:
    lab = Lab(lock=LOCK)
    brewery(lab)
    assert [found(lab, code) for code in ("HL401", "HL402", "HL107")] == [[], [], []]
