from __future__ import annotations

from homelab_cdk.constructs import Lab
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
