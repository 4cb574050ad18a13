from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab, Patch
from homelab_cdk.model import ChartFacts, LabConfig
from tests.checks.looking import found
from tests.labs import PIN, locked

VALUES = {"replicas": 1, "image": {"tag": None}}


def lab_with(path: str = "", value: object = None) -> Lab:
    """The app `tea`, with a patch of its HelmRelease at a path."""
    operations = [{"op": "add", "path": path, "value": value}]
    lab = Lab(LabConfig.sample(), lock=locked({"tea": ChartFacts()}, values=VALUES))
    HelmApp(
        lab,
        "tea",
        chart=PIN.name,
        version=PIN.version,
        repository=PIN.repository,
        values=VALUES,
        patches=(Patch(kind="HelmRelease", name="tea", operations=operations, reason="a test"),) if path else (),
    )
    return lab


def test_a_patch_of_the_values() -> None:
    assert found(lab_with("/spec/values/replicas", 3), "HL470") == [
        "tea/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io tea/tea: its values are other ones than those that are"
        " proven: replicas; set them with `values` of the component, not with a patch",
    ]


def test_a_patch_with_a_value_of_no_name() -> None:
    assert found(lab_with("/spec/values/", "tea"), "HL470") == [
        "tea/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io tea/tea: its values are other ones than those that are"
        ' proven: ""; set them with `values` of the component, not with a patch',
    ]


def test_a_patch_of_something_else() -> None:
    assert found(lab_with("/spec/timeout", "9m"), "HL470") == []


def test_a_release_as_it_was_proven() -> None:
    assert found(lab_with(), "HL470") == []
