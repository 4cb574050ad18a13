from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.bare import kustomization as kustomization_of, told
from tests.checks.looking import found, lab_of, thing

GROUP = "kustomize.toolkit.fluxcd.io"


def kustomization(name: str, *needs: str, namespace: str = "app") -> Body:
    depends = [{"name": need.rpartition("/")[2], "namespace": need.rpartition("/")[0] or namespace} for need in needs]
    return thing(f"{GROUP}/v1", "Kustomization", name, namespace=namespace, spec={"dependsOn": depends})


def test_two_that_wait_for_each_other() -> None:
    assert found(lab_of(kustomization("a", "b"), kustomization("b", "a")), "HL360") == [
        f"app/kustomization-a: Kustomization.{GROUP} app/a: it waits for itself: Kustomization a waits for Kustomization b waits"
        " for Kustomization a; leave one of these dependencies out",
        f"app/kustomization-b: Kustomization.{GROUP} app/b: it waits for itself: Kustomization b waits for Kustomization a waits"
        " for Kustomization b; leave one of these dependencies out",
    ]


def test_one_that_waits_for_itself() -> None:
    assert len(found(lab_of(kustomization("a", "a")), "HL360")) == 1


def test_one_that_waits_for_the_unit_that_applies_it() -> None:
    assert found(lab_of(kustomization("a", "flux-system/app")), "HL360") == [
        f"app/kustomization-a: Kustomization.{GROUP} app/a: it waits for itself: Kustomization a waits for Kustomization app"
        " waits for Kustomization a; leave one of these dependencies out",
    ]


def test_releases() -> None:
    bodies = [
        thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", name, namespace="app", spec={"dependsOn": [{"name": need}]})
        for name, need in (("a", "b"), ("b", "a"))
    ]
    assert len(found(lab_of(*bodies), "HL360")) == 2


def test_a_chain() -> None:
    assert found(lab_of(kustomization("a", "b", "c"), kustomization("b", "c"), kustomization("c")), "HL360") == []


@pytest.mark.parametrize(("wait", "expected"), [(True, 2), (False, 0)])
def test_an_umbrella_that_does_not_wait(wait: bool, expected: int) -> None:
    """GIVEN a Kustomization that applies itself and one that waits for it, WHEN it does not wait for what it applies."""
    child = kustomization_of("child", path="./far", dependsOn=[{"name": "tea"}])
    assert len(told("HL360", kustomization_of(wait=wait), child)) == expected


def test_kustomizations_of_one_name_in_two_namespaces() -> None:
    one = kustomization_of("one", "a", path="./one", dependsOn=[{"name": "one", "namespace": "b"}])
    two = kustomization_of("one", "b", path="./two")
    assert told("HL360", one, two) == []
