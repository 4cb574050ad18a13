from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import Lab
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "external-secrets.io"
DRAWN = [{"sourceRef": {"generatorRef": {"kind": "Password", "name": "one"}}}]
KEPT = {"refreshPolicy": "CreatedOnce", "target": {"creationPolicy": "Orphan"}}


def lab(**spec: Any) -> Lab:
    body = thing(f"{GROUP}/v1", "ExternalSecret", namespace="app", spec={"dataFrom": DRAWN, **spec})
    return with_crds(lab_of(body), GROUP, "ExternalSecret")


def test_values_that_are_drawn_every_hour() -> None:
    assert found(lab(target=KEPT["target"]), "HL770") == [
        "app/externalsecret-one: ExternalSecret.external-secrets.io app/one: spec.refreshPolicy is Periodic, so that its"
        " values are drawn anew; write CreatedOnce",
    ]


def test_a_secret_that_goes_with_its_object() -> None:
    assert found(lab(refreshPolicy="CreatedOnce", target={"deletionPolicy": "Delete"}), "HL770") == [
        "app/externalsecret-one: ExternalSecret.external-secrets.io app/one: spec.target.creationPolicy is Owner, so that"
        " the Secret is deleted with it; write Orphan",
        "app/externalsecret-one: ExternalSecret.external-secrets.io app/one: spec.target.deletionPolicy is Delete; write"
        " Retain",
    ]


def test_values_that_are_drawn_once_and_stay() -> None:
    assert found(lab(**KEPT), "HL770") == []


def test_an_interval_of_zero_draws_once() -> None:
    assert found(lab(refreshInterval="0", target=KEPT["target"]), "HL770") == []


def test_what_is_copied_may_go_and_come_back() -> None:
    assert found(lab(dataFrom=[{"extract": {"key": "source"}}]), "HL770") == []
