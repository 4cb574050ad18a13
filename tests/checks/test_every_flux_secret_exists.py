from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing

REPOSITORY = "source.toolkit.fluxcd.io"


def repository(**spec: object) -> Body:
    return thing(f"{REPOSITORY}/v1", "HelmRepository", namespace="app", spec={"url": "https://charts.lab", **spec})


def test_the_login_of_a_source() -> None:
    assert found(lab_of(repository(secretRef={"name": "login"})), "HL261") == [
        f"app/helmrepository-one: HelmRepository.{REPOSITORY} app/one: spec.secretRef names Secret login, which nothing in this"
        " lab makes in app; declare it with `CredentialStore.declare`",
    ]


def test_a_login_in_another_namespace() -> None:
    secret = thing("v1", "Secret", "login", namespace="flux-system") | {"data": {}}
    assert found(lab_of(repository(secretRef={"name": "login"}), secret), "HL261") == [
        f"app/helmrepository-one: HelmRepository.{REPOSITORY} app/one: spec.secretRef names Secret login, which nothing in this"
        " lab makes in app (there is one in flux-system, where Flux does not look); make it in app",
    ]


@pytest.mark.parametrize(
    ("spec", "what"),
    [
        (
            {"decryption": {"provider": "sops", "secretRef": {"name": "age"}}},
            "spec.decryption.secretRef names Secret age",
        ),
        ({"kubeConfig": {"configMapRef": {"name": "other"}}}, "spec.kubeConfig.configMapRef names ConfigMap other"),
    ],
)
def test_what_a_kustomization_reads(spec: Body, what: str) -> None:
    body = thing("kustomize.toolkit.fluxcd.io/v1", "Kustomization", namespace="app", spec=spec)
    assert what in found(lab_of(body), "HL261")[0]


def test_what_is_there() -> None:
    secret = thing("v1", "Secret", "login") | {"data": {}}
    assert found(lab_of(repository(secretRef={"name": "login"}), secret), "HL261") == []
    assert found(lab_of(repository()), "HL261") == []
