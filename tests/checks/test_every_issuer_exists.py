from __future__ import annotations

from homelab_cdk.constructs import Lab
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "cert-manager.io"


def lab_with(kind: str, name: str) -> Lab:
    spec = {"secretName": "tls", "issuerRef": {"kind": kind, "name": name}}
    lab = lab_of(
        thing(f"{GROUP}/v1", "Certificate", namespace="app", spec=spec),
        thing(f"{GROUP}/v1", "ClusterIssuer", "private-ca"),
    )
    return with_crds(lab, GROUP, "Certificate", "ClusterIssuer")


def test_an_issuer_that_is_not_there() -> None:
    assert found(lab_with("Issuer", "private-ca"), "HL305") == [
        "app/certificate-one: Certificate.cert-manager.io app/one: spec.issuerRef names Issuer private-ca, which"
        " nothing in this lab makes (there is ClusterIssuer private-ca); name one of those, or add it",
    ]


def test_an_issuer_that_is_there() -> None:
    assert found(lab_with("ClusterIssuer", "private-ca"), "HL305") == []
