from __future__ import annotations

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "external-secrets.io"


def copying(*bodies: Body, name: str = "tea", key: str = "password", provider: Body | None = None) -> Lab:
    """A lab that copies a key of a Secret of the namespace `app`, which these objects may make."""
    kubernetes = {"kubernetes": {"remoteNamespace": "app"}}
    store = thing(f"{GROUP}/v1", "SecretStore", "store", namespace="app", spec={"provider": provider or kubernetes})
    remote = {"secretKey": "password", "remoteRef": {"key": name, "property": key}}
    spec = {"secretStoreRef": {"name": "store"}, "target": {"name": "copy"}, "data": [remote]}
    copy = thing(f"{GROUP}/v1", "ExternalSecret", "copy", namespace="app", spec=spec)
    return with_crds(lab_of(store, copy, *bodies), GROUP, "SecretStore", "ExternalSecret")


SECRET = thing("v1", "Secret", "tea") | {"stringData": {"password": "REPLACE_ME"}}


def test_a_secret_that_nobody_makes() -> None:
    assert found(copying(), "HL176") == [
        "app/externalsecret-copy: ExternalSecret.external-secrets.io app/copy: spec.data[0].remoteRef reads Secret"
        " app/tea, which nothing in this lab makes; declare it with `CredentialStore.declare`, or write the name of"
        " one that is there",
    ]


def test_a_key_that_the_secret_lacks() -> None:
    assert found(copying(SECRET, key="token"), "HL176") == [
        "app/externalsecret-copy: ExternalSecret.external-secrets.io app/copy: spec.data[0].remoteRef reads the"
        " key token of Secret app/tea, which has password; write one of those",
    ]


def test_names_that_are_nearly_right() -> None:
    assert found(copying(SECRET, name="teas"), "HL176")[0].endswith(
        "; declare it with `CredentialStore.declare`, or write tea"
    )
    assert found(copying(SECRET, key="pasword"), "HL176")[0].endswith("; write password")


def test_a_key_that_is_there() -> None:
    assert found(copying(SECRET), "HL176") == []


def test_a_store_outside_of_the_cluster() -> None:
    assert found(copying(provider={"vault": {"server": "https://vault.example.com"}}), "HL176") == []
