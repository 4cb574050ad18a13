from __future__ import annotations

import base64
from pathlib import Path

import pytest

from homelab_cdk.model import Body
from tests.checks.bare import kustomization, told_of_files
from tests.checks.looking import found, lab_of, thing


def secret(**content: object) -> Body:
    return {**thing("v1", "Secret", "login"), **content}


def test_a_value() -> None:
    lab = lab_of(secret(stringData={"password": "tea"}, data={"login": "YWRtaW4="}))
    assert found(lab, "HL704") == [
        "app/secret-login: Secret app/login: it holds values for login, password; let them be generated with"
        " `CredentialStore.declare` (or declare them as provided), seal them, and replace those that were ever"
        " committed",
    ]


@pytest.mark.parametrize(
    "body",
    [
        secret(type="kubernetes.io/service-account-token"),
        secret(data={"password": ""}),
        secret(data={"password": "ENC[AES256_GCM,data:0,type:str]"}, sops={"version": "3.9"}),
    ],
    ids=["no data", "empty", "encrypted"],
)
def test_no_value(body: Body) -> None:
    assert found(lab_of(body), "HL704") == []


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("username", "tea", 0),
        ("admin-user", "tea", 0),
        ("POSTGRES_HOST", "db.tea", 0),
        ("port", "5432", 0),
        ("uri", "postgresql://tea@db.tea:5432/tea?sslmode=verify-full", 0),
        ("uri", "postgresql://tea:hunter2@db.tea:5432/tea", 1),
        ("jdbc-uri", "jdbc:postgresql://db.tea:5432/tea?user=tea&password=hunter2", 1),
        ("WEBHOOK_URL", "https://chat.example.com/hooks/5f3a/9c1d", 1),
        ("token", "hunter2", 1),
        ("credential", "op://vault/my tea/password", 0),
        ("token", "vault:secret/data/tea#token", 0),
        ("id_ed25519.pub", "ssh-ed25519 AAAA", 0),
        ("token", "${TOKEN:=none}", 0),
        ("token", "${TOKEN}-hunter2", 1),
    ],
)
def test_what_is_no_secret(key: str, value: str, expected: int) -> None:
    assert len(found(lab_of(secret(stringData={key: value})), "HL704")) == expected
    encoded = base64.b64encode(value.encode()).decode()
    assert len(found(lab_of(secret(data={key: encoded})), "HL704")) == expected


@pytest.mark.parametrize(("name", "expected"), [("KEY", 0), ("OTHER", 1)])
def test_what_flux_fills_in(tmp_path: Path, name: str, expected: int) -> None:
    """GIVEN a variable of which only the name is known, THEN no value stands in Git; with its value beside it one does."""
    source = thing("v1", "Secret", "vars", namespace="flux-system") | {"stringData": {"KEY": "ENC[x]"}, "sops": {}}
    build = {"substituteFrom": [{"kind": "Secret", "name": "vars"}], "substitute": {"OTHER": "hunter2"}}
    decryption = {"provider": "sops"}
    files = {
        "flux/all.yaml": [kustomization("vars", path="./vars", decryption=decryption)],
        "flux/tea.yaml": kustomization(path="./tea", postBuild=build),
        "vars/one.yaml": source,
        "tea/one.yaml": thing("v1", "Secret", "login", namespace="tea") | {"stringData": {"token": f"${{{name}}}"}},
    }
    assert len(told_of_files("HL704", tmp_path, files)) == expected
