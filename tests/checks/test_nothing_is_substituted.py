from __future__ import annotations

from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing


def kustomization(**spec: object) -> Body:
    return thing("kustomize.toolkit.fluxcd.io/v1", "Kustomization", namespace="app", spec=spec)


def test_a_substitution() -> None:
    assert found(lab_of(kustomization(postBuild={"substitute": {"a": "b"}})), "HL206") == [
        "app/kustomization-one: Kustomization.kustomize.toolkit.fluxcd.io app/one: spec.postBuild substitutes"
        " variables after the build; write the values out in Python, and leave it out",
    ]


def test_none() -> None:
    assert found(lab_of(kustomization(path="./tea")), "HL206") == []
