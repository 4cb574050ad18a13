from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "external-secrets.io"
KEPT = {"creationPolicy": "Orphan", "deletionPolicy": "Retain"}
DRAWN = {"sourceRef": {"generatorRef": {"kind": "Password", "name": "one"}}}


def drawing(source: Body = DRAWN, **spec: Any) -> Lab:
    body = thing(f"{GROUP}/v1", "ExternalSecret", namespace="app", spec={"dataFrom": [source], **spec})
    return with_crds(lab_of(body), GROUP, "ExternalSecret")


def test_a_credential_that_is_drawn_anew_and_goes_with_its_object() -> None:
    assert found(drawing(target={"deletionPolicy": "Delete"}), "HL770") == [
        "app/externalsecret-one: ExternalSecret.external-secrets.io app/one: spec.refreshPolicy is Periodic, so"
        " that its values are drawn anew; write CreatedOnce",
        "app/externalsecret-one: ExternalSecret.external-secrets.io app/one: spec.target.creationPolicy is Owner,"
        " so that the Secret is deleted with it; write Orphan",
        "app/externalsecret-one: ExternalSecret.external-secrets.io app/one: spec.target.deletionPolicy is Delete;"
        " write Retain",
    ]


def test_a_credential_that_is_made_once() -> None:
    assert found(drawing(refreshPolicy="CreatedOnce", target=KEPT), "HL770") == []


def test_a_credential_that_is_never_refreshed() -> None:
    assert found(drawing(refreshInterval="0s", target=KEPT), "HL770") == []


def test_a_credential_that_is_copied() -> None:
    assert found(drawing({"extract": {"key": "tea"}}), "HL770") == []
