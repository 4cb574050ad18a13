from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab
from tests.checks.bare import release as bare_release, told
from tests.checks.looking import found, lab_of, thing


def release(**install: object) -> Lab:
    return lab_of(thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", namespace="app", spec={"install": install}))


def test_a_release_that_makes_a_namespace() -> None:
    assert found(release(createNamespace=True), "HL210") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.install.createNamespace is true, so"
        " that the namespace belongs to nobody; leave it out, and make the namespace with `add_namespace`",
    ]


def test_one_that_does_not() -> None:
    assert found(release(createNamespace=False), "HL210") == []
    assert found(release(), "HL210") == []


@pytest.mark.parametrize(
    ("target", "name", "expected"),
    [("", "tea", 0), ("", "milk", 1), ("pot", "pot", 0), ("pot", "tea", 1), ("kube-system", "tea", 0)],
)
def test_a_namespace_of_the_tree_that_is_asked_for_besides(target: str, name: str, expected: int) -> None:
    more = {"targetNamespace": target} if target else {}
    bodies = [bare_release(install={"createNamespace": True}, **more), thing("v1", "Namespace", name)]
    assert len(told("HL210", *bodies)) == expected
