from __future__ import annotations

from homelab_cdk.constructs import Lab
from tests.checks.bare import resource_set, told
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "external-secrets.io"


def lab_with(name: str, *, admits: str = "app") -> Lab:
    spec = {"secretStoreRef": {"kind": "ClusterSecretStore", "name": name}}
    store = {"conditions": [{"namespaces": [admits]}]}
    lab = lab_of(
        thing(f"{GROUP}/v1", "ExternalSecret", namespace="app", spec=spec),
        thing(f"{GROUP}/v1", "ClusterSecretStore", "vault", spec=store),
    )
    return with_crds(lab, GROUP, "ExternalSecret", "ClusterSecretStore")


def test_a_store_that_is_not_there() -> None:
    assert found(lab_with("credentials"), "HL306") == [
        "app/externalsecret-one: ExternalSecret.external-secrets.io app/one: spec.secretStoreRef names"
        " ClusterSecretStore credentials, which nothing in this lab makes; write the name of one that is there, or add it",
    ]


def test_a_store_that_does_not_let_the_namespace_in() -> None:
    assert found(lab_with("vault", admits="other"), "HL306") == [
        "app/externalsecret-one: ExternalSecret.external-secrets.io app/one: ClusterSecretStore vault does not admit"
        " the namespace app; add it to the store's spec.conditions, or ask for the Secret with"
        " `CredentialStore.hand_over`",
    ]


def test_a_generator_that_is_not_there() -> None:
    generator = {"kind": "Password", "name": "random"}
    spec = {"dataFrom": [{"sourceRef": {"generatorRef": generator}}]}
    lab = lab_of(thing(f"{GROUP}/v1", "ExternalSecret", namespace="app", spec=spec))
    assert found(with_crds(lab, GROUP, "ExternalSecret"), "HL306") == [
        "app/externalsecret-one: ExternalSecret.external-secrets.io app/one: spec.dataFrom[0].sourceRef.generatorRef"
        " names Password random, which nothing in this lab makes in app; add it",
    ]


def test_a_store_that_lets_the_namespace_in() -> None:
    assert found(lab_with("vault"), "HL306") == []


def test_a_store_that_templates_may_bring_cannot_be_told() -> None:
    spec = {"secretStoreRef": {"kind": "ClusterSecretStore", "name": "vault"}}
    secret = thing(f"{GROUP}/v1", "ExternalSecret", namespace="app", spec=spec)
    assert told("HL306", secret, resource_set()) == [
        "? ExternalSecret.external-secrets.io app/one: spec.secretStoreRef names ClusterSecretStore vault, which nothing known"
        " makes, and ResourceSet.fluxcd.controlplane.io flux-system/apps may bring it",
    ]
    assert len([line for line in told("HL306", secret) if not line.startswith("?")]) == 1
