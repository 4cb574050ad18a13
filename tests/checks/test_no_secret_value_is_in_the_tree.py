from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing


def secret(**content: object) -> Body:
    return {**thing("v1", "Secret", "login"), **content}


def test_a_value() -> None:
    lab = lab_of(secret(stringData={"password": "tea"}, data={"user": "YWRtaW4="}))
    assert found(lab, "HL704") == [
        "app/secret-login: Secret app/login: it holds values for password, user; let them be generated with"
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
