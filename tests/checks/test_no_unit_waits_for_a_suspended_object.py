from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab
from tests.checks.bare import kustomization, release as release_of, told
from tests.checks.looking import found, lab_of, thing


def release(*, suspend: bool) -> Lab:
    return lab_of(thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", "tea", namespace="app", spec={"suspend": suspend}))


def test_a_suspended_release() -> None:
    assert found(release(suspend=True), "HL208") == [
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.suspend is true, and the unit app"
        " waits for it; leave the object out, or suspend it in the cluster with `flux suspend`",
    ]


def test_one_at_work() -> None:
    assert found(release(suspend=False), "HL208") == []


@pytest.mark.parametrize(("wait", "expected"), [(True, 1), (False, 0)])
def test_a_kustomization_that_does_not_wait(wait: bool, expected: int) -> None:
    assert len(told("HL208", kustomization(wait=wait), release_of(suspend=True))) == expected
