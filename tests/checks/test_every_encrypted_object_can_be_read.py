from __future__ import annotations

from tests.checks.looking import found, lab_of, thing


def test_an_object_that_sops_has_encrypted() -> None:
    body = {**thing("v1", "Secret", "login"), "data": {"a": "ENC[x]"}, "sops": {"version": "3.9"}}
    assert found(lab_of(body), "HL211") == [
        "app/secret-login: Secret app/login: it is encrypted by SOPS, and the unit app has nothing to decrypt it;"
        " use a SealedSecret or an ExternalSecret, or apply it from a Kustomization of its own that has"
        " spec.decryption",
    ]


def test_an_object_in_the_clear() -> None:
    assert found(lab_of(thing("v1", "ConfigMap")), "HL211") == []
