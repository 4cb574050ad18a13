from __future__ import annotations

import base64

import pytest

from homelab_cdk.checks._secret_shapes import MARKS, known_secrets
from tests.checks.looking import deployment, found, lab_of, thing
from tests.labs import config_map

BODY = "MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY"
"""No key: the first bytes of one, and then something else."""


def pem(kind: str) -> str:
    return f"-----BEGIN {kind}-----\n{BODY}\n-----END {kind}-----\n"


SECRETS = {
    "a private key": pem("EC " + "PRIVATE KEY"),
    "an age key": "AGE-SECRET-" + "KEY-1" + "Q" * 58,
    "a token of GitHub": "gh" + "p_" + "aB3" * 12,
    "a token of GitLab": "gl" + "pat-" + "aB3x" * 5,
    "an access key of AWS": "AK" + "IA" + "Q3EGRD2F" * 2,
    "a token of Slack": "xo" + "xb-" + "123456789012-123456789012-abc",
    "a webhook of Slack": "https://hooks.slack." + "com/services/" + "T00/B00/" + "aB3x" * 9 + "abc",
    "a webhook of Discord": "https://discord.com/" + "api/webhooks/123/" + "aB3x" * 10,
    "a key of Google": "AI" + "za" + "aB3x5" * 7,
    "a key of Stripe": "sk_" + "live_" + "aB3x" * 6,
    "a token of npm": "np" + "m_" + "aB3" * 12,
    "a token of Grafana": "gl" + "sa_" + "aB3x" * 8 + "_12345678",
    "a token of Vault": "hv" + "s." + "aB3x" * 23,
    "a token of DigitalOcean": "do" + "p_v1_" + "ab12" * 16,
    "a token of Pulumi": "pu" + "l-" + "ab12" * 10,
    "a key of SendGrid": "S" + "G." + "aB3" * 22,
    "a token of a Telegram bot": "12345678:" + "A" + "aB3x-" * 6 + "aB3x",
    "a signed token (JWT)": "ey" + "Jhb" * 6 + ".ey" + "Jzd" * 6 + "." + "aB3x" * 5,
    "a token of k3s": "K1" + "0" + "ab12" * 16 + "::server:x",
    "the hash of a password": "admin:$2" + "y$10$" + "aB3x" * 13 + "a",
    "the key of a kubeconfig": "client-key-" + "data: " + "aB3x" * 12,
}


@pytest.mark.parametrize("what", SECRETS)
def test_each_form(what: str) -> None:
    assert list(known_secrets(f"before {SECRETS[what]}")) == [what]
    assert MARKS.search(SECRETS[what]), "it is not even looked for"


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])
def test_private_keys_in_base64(kind: str) -> None:
    text = base64.b64encode(pem(f"{kind}PRIVATE KEY").encode()).decode()
    assert list(known_secrets(text)) == ["a private key in base64"]


@pytest.mark.parametrize(
    "text",
    [
        pem("CERTIFICATE"),
        pem("PUBLIC KEY"),
        base64.b64encode(pem("CERTIFICATE").encode()).decode(),
        "-----BEGIN PRIVATE KEY-----\n<private-key>\n-----END PRIVATE KEY-----",
        "AK" + "IAIOSFODNN7EXAMPLE",
        "github_pat_ is how they begin",
        "sha256:" + "ab12" * 16,
    ],
)
def test_what_is_public_or_an_example(text: str) -> None:
    assert list(known_secrets(text)) == []


def test_a_key_in_a_configmap() -> None:
    assert found(lab_of(config_map(**{"tls.key": SECRETS["a private key"]})), "HL750") == [
        "app/configmap-settings: ConfigMap app/settings: data.tls.key holds a private key; keep it in a Secret"
        " (`CredentialStore.declare` makes one), and if it was ever committed, make it invalid where it comes from: Git"
        " forgets nothing",
    ]


def test_a_token_in_a_command_line_and_in_an_annotation() -> None:
    body = deployment(container={"args": ["--token", SECRETS["a token of GitHub"]]})
    body["metadata"]["annotations"] = {"note": SECRETS["a token of GitLab"]}
    assert [line.split(" holds ")[0] for line in found(lab_of(body), "HL750")] == [
        "app/deployment-web: Deployment.apps app/web: metadata.annotations.note",
        "app/deployment-web: Deployment.apps app/web: spec.template.spec.containers[0].args[1]",
    ]


def test_what_is_encrypted_and_what_another_rule_finds() -> None:
    sealed = config_map(key=SECRETS["an age key"]) | {"sops": {}}
    secret = thing("v1", "Secret", "login") | {"stringData": {"key": SECRETS["an age key"]}}
    assert found(lab_of(sealed, secret), "HL750") == []
