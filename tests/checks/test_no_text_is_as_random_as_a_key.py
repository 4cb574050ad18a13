from __future__ import annotations

import random
import string
from pathlib import Path

import pytest

from homelab_cdk.checks._secret_shapes import has_login, random_texts
from homelab_cdk.constructs import HelmApp
from tests.checks.looking import deployment, found, lab_of, thing
from tests.conftest import CHECKOUT
from tests.labs import PIN, config_map

KEY = "q8Zr" + "2TnW5xKfL0vYb7Hd" + "Jc4M"


def test_an_environment_variable() -> None:
    lab = lab_of(deployment(container={"env": [{"name": "SALT", "value": KEY}]}))
    assert found(lab, "HL751") == [
        "app/deployment-web: Deployment.apps app/web: env SALT of the container web holds q8Zr… (24 characters), which is as"
        " random as a key; keep it in a Secret (`CredentialStore.declare` makes one), or accept it if it is no secret",
    ]


def test_values_configmaps_command_lines_and_annotations() -> None:
    body = deployment(container={"command": ["sh", "-c", f"serve --salt {KEY}"]})
    body["metadata"]["annotations"] = {"note": KEY}
    lab = lab_of(body, config_map(text=f"salt = {KEY}\n"))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, values={"pot": [{"salt": KEY}]})
    assert sorted(line.split(" holds ")[0].rpartition(": ")[2] for line in found(lab, "HL751")) == [
        "command of the container web[2]",
        "data.text",
        "metadata.annotations.note",
        "spec.values.pot[0].salt",
    ]


def test_an_address_with_a_password_in_the_middle_of_a_text() -> None:
    text = "url = amqp://tea:hunter2@broker:5672/"
    assert found(lab_of(config_map(text=text)), "HL751") == [
        "app/configmap-settings: ConfigMap app/settings: data.text holds an address with a user's password; keep it in a"
        " Secret (`CredentialStore.declare` makes one)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "https://git.lab/a@b",
        "amqp://tea:$PASSWORD@broker",
        "amqp://{{.user}}:{{.key}}@broker",
        "# such as postgres://user:password@host/database, or postgres://username:pass@hostname/db",
    ],
)
def test_addresses_without_one(text: str) -> None:
    assert not has_login(text)


def test_an_address_behind_an_example_of_one() -> None:
    assert has_login("# postgres://user:password@host/database\nurl: postgres://tea:hunter2@db/tea")
    assert has_login("postgres://user:password@db.tea/tea")


def test_nearly_every_random_key_is_found() -> None:
    source = random.Random(7)
    letters = string.ascii_letters + string.digits
    keys = ["".join(source.choices(letters, k=32)) for _ in range(1000)]
    missed = [key for key in keys if not list(random_texts(f"salt: {key}"))]
    assert len(missed) < 50


@pytest.mark.parametrize(
    "text",
    [
        "registry.example.com/web@sha256:" + "0123456789abcdef" * 4,
        "9b2f6d1c-3f0e-4f57-9d43-3b8c8b8f3c11",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "kube_pod_container_resource_requests_memory_bytes",
        "RequestedToCapacityRatioArgs2StrategyV1Beta3",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0mD7cT5cXq9W2y",
        "sha512-" + KEY,
        "https://example.com/d/" + KEY,
        "-----BEGIN CERTIFICATE-----\n" + KEY,
        "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
    ],
)
def test_what_is_none(text: str) -> None:
    assert list(random_texts(text)) == []


def test_what_is_encrypted() -> None:
    sealed = thing("bitnami.com/v1alpha1", "SealedSecret", namespace="app", spec={"encryptedData": {"key": KEY}})
    from tests.checks.looking import with_crds

    assert found(with_crds(lab_of(sealed), "bitnami.com", "SealedSecret"), "HL751") == []


def test_there_is_no_false_alarm_in_the_tree_of_this_repository() -> None:
    for file in sorted(Path(CHECKOUT, "generated").rglob("*.yaml")):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert list(random_texts(line)) == [], file


@pytest.mark.parametrize(
    "name", ["HostDiskWillFillIn4Hours", "someMib3TableScte55d2UsOob", "Tls12ServerHelloDoneWithRetry3"]
)
def test_names_of_many_words_are_no_keys(name: str) -> None:
    assert not list(random_texts(f"alert: {name}"))


@pytest.mark.parametrize(("name", "expected"), [("WIREGUARD_PUBLIC_KEY", 0), ("publicKey", 0), ("WIREGUARD_KEY", 1)])
def test_a_public_key_may_be_seen(name: str, expected: int) -> None:
    lab = lab_of()
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, values={"vpn": {name: KEY}})
    assert len(found(lab, "HL751")) == expected
    assert len(found(lab_of(deployment(container={"env": [{"name": name, "value": KEY}]})), "HL751")) == expected
