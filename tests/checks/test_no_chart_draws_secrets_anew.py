from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import ChartFacts, SecretFact
from tests.checks.looking import found
from tests.labs import PIN, locked


def lab_with(*, random: bool) -> Lab:
    secret = SecretFact(namespace="tea", name="login", keys=("password",), random=random)
    lab = Lab(lock=locked({"tea": ChartFacts(secrets=(secret,))}))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    return lab


def test_a_random_password() -> None:
    assert found(lab_with(random=True), "HL408") == [
        "tea: Secret tea/login of the chart operator 1.2.3: its password comes out different in each render; give"
        " the chart an existing Secret, declared with `CredentialStore.declare`",
    ]


def test_a_stable_one() -> None:
    assert found(lab_with(random=False), "HL408") == []
