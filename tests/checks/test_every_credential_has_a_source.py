from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "external-secrets.io"
STORE = thing(
    f"{GROUP}/v1",
    "SecretStore",
    "here",
    namespace="app",
    spec={"provider": {"kubernetes": {"remoteNamespace": "app", "auth": {}}}},
)
SOURCE = thing("v1", "Secret", "source") | {"stringData": {"password": ""}}


def reading(**spec: Any) -> Body:
    whole = {"secretStoreRef": {"name": "here"}, "target": {"name": "copy"}, **spec}
    return thing(f"{GROUP}/v1", "ExternalSecret", "copy", namespace="app", spec=whole)


def lab(*bodies: Body) -> Lab:
    return with_crds(lab_of(STORE, SOURCE, *bodies), GROUP, "SecretStore", "ExternalSecret")


def test_a_secret_that_nobody_makes() -> None:
    assert found(lab(reading(dataFrom=[{"extract": {"key": "sauce"}}])), "HL176") == [
        "app/externalsecret-copy: ExternalSecret.external-secrets.io app/copy: spec.dataFrom[0].extract reads Secret"
        " app/sauce, which nothing in this lab makes; declare it with `CredentialStore.declare`, or correct the name",
    ]


def test_a_key_that_the_secret_does_not_have() -> None:
    entry = {"secretKey": "a", "remoteRef": {"key": "source", "property": "token"}}
    assert found(lab(reading(data=[entry])), "HL176") == [
        "app/externalsecret-copy: ExternalSecret.external-secrets.io app/copy: spec.data[0].remoteRef reads the key token"
        " of Secret app/source, which has password; correct the key",
    ]


def test_a_secret_that_is_there() -> None:
    assert found(lab(reading(dataFrom=[{"extract": {"key": "source"}}])), "HL176") == []


def test_a_store_outside_of_the_cluster_of_which_nothing_is_known() -> None:
    body = reading(dataFrom=[{"extract": {"key": "sauce"}}])
    vault = thing(f"{GROUP}/v1", "SecretStore", "vault", namespace="app", spec={"provider": {"vault": {}}})
    body["spec"]["secretStoreRef"] = {"name": "vault"}
    assert found(lab(body, vault), "HL176") == []
