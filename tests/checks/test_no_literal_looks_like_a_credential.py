from __future__ import annotations

import pytest

from homelab_cdk.checks._credential_words import literals
from homelab_cdk.constructs import HelmApp
from tests.checks.looking import deployment, found, lab_of
from tests.labs import PIN, config_map


def test_an_environment_variable() -> None:
    env = [{"name": "ADMIN_PASSWORD", "value": "hunter2"}, {"name": "PORT", "value": "80"}]
    assert found(lab_of(deployment(container={"env": env})), "HL705") == [
        "app/deployment-web: Deployment.apps app/web: env ADMIN_PASSWORD of the container web looks like a"
        " credential written out; take it from a Secret (`secretKeyRef`, the chart's existingSecret), declared with"
        " `CredentialStore.declare`",
    ]


def test_a_value_of_a_chart() -> None:
    lab = lab_of()
    values = {"auth": {"adminPassword": "hunter2", "existingSecret": "login"}}
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, values=values)
    assert found(lab, "HL705") == [
        "tea/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.values.auth.adminPassword looks like"
        " a credential written out; take it from a Secret (`secretKeyRef`, the chart's existingSecret), declared"
        " with `CredentialStore.declare`",
    ]


def test_an_address_with_a_password() -> None:
    assert found(lab_of(config_map(url="postgresql://app:hunter2@db/app")), "HL705") == [
        "app/configmap-settings: ConfigMap app/settings: data.url looks like a credential written out; take it from"
        " a Secret (`secretKeyRef`, the chart's existingSecret), declared with `CredentialStore.declare`",
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("adminPassword", "hunter2"),
        ("GITEA__DATABASE__PASSWD", "hunter2"),
        ("apiToken", "0123456789abcdef"),
        ("secretKey", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("clientSecret", "Zm9vYmFyYmF6cXV4MTIzNDU2"),
    ],
)
def test_keys_and_values_of_credentials(key: str, value: str) -> None:
    assert list(literals({"here": {key: value}})) == [f"here.{key}"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("adminPassword", ""),
        ("adminPassword", "$(ADMIN_PASSWORD)"),
        ("adminPassword", "{{ .password }}"),
        ("passwordFile", "/run/secrets/password"),
        ("password", "/run/secrets/password"),
        ("existingSecret", "gitea-admin"),
        ("passwordMode", "initialOnlyNoReset"),
        ("secretName", "login"),
        ("tlsSecret", "default-certificate"),
        ("secretKey", "admin-password"),
        ("tokenTtl", "1h"),
        ("tokenUrl", "https://login.example.com/token"),
        ("maxTokens", "1000"),
        ("key", "password"),
        ("automountServiceAccountToken", False),
        ("certificate", "-----BEGIN CERTIFICATE-----\n"),
    ],
)
def test_keys_and_values_that_only_speak_of_credentials(key: str, value: object) -> None:
    assert list(literals({"here": {key: value}})) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("k8s-runner-secret", 0),
        ("my-v2-login", 0),
        ("9d3c1f4e7a2b", 0),
        ("9d3c1f4e7a2b48d0", 1),
        ("9d3c1f4e-7a2b-48d0-9c3e-5f6a7b8c9d0e", 1),
    ],
)
def test_names_of_secrets_with_figures(value: str, expected: int) -> None:
    """GIVEN what may be the name of a Secret, THEN words with figures are one, and what is as long as a key is none."""
    assert len(list(literals({"configSecret": value}))) == expected
