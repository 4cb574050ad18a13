from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import Lab, Patch
from homelab_cdk.model import ChartFacts
from tests.checks.looking import found
from tests.checks.releases import lab_of_release

VALUES = {"pot": {"size": "big", "lid": None}, "cups": [1, None]}


def patched(kind: str, path: str, value: Any) -> Lab:
    operation = {"op": "replace", "path": path, "value": value}
    patch = Patch(kind=kind, name="tea", operations=(operation,), reason="a test")
    return lab_of_release(ChartFacts(), values=VALUES, patches=(patch,))


def test_values_that_are_patched() -> None:
    assert found(patched("HelmRelease", "/spec/values/pot/size", "small"), "HL470") == [
        "tea/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io tea/tea: its values are other ones than those that are"
        " proven: pot.size; set them with `values` of the component, not with a patch",
    ]


def test_a_version_that_is_patched() -> None:
    assert found(patched("OCIRepository", "/spec/ref/tag", "2.0.0"), "HL470") == [
        "tea/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io tea/tea: it installs operator 2.0.0, and operator 1.2.3 is"
        " proven; set it with `version` of the component, not with a patch",
    ]


def test_other_fields_may_be_patched() -> None:
    assert found(patched("HelmRelease", "/spec/interval", "2h"), "HL470") == []


def test_nulls_stand_elsewhere() -> None:
    assert found(lab_of_release(ChartFacts(), values=VALUES), "HL470") == []
