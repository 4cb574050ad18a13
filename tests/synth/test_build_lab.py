"""From a configuration to a construct tree."""

from __future__ import annotations

import dataclasses
import itertools
import re
from pathlib import Path

import pytest

from homelab_cdk._errors import BuildError, CapabilityError, ConfigError
from homelab_cdk.components import load_components
from homelab_cdk.constructs import Lab
from homelab_cdk.model import ComponentChoice, LabConfig, Place
from homelab_cdk.synth._build import build_lab
from tests.labs import SIX_SYSTEMS, bodies, chosen

SIX = tuple(chosen(*answer) for answer in SIX_SYSTEMS)


def _build(*choices: ComponentChoice, **changes: object) -> Lab:
    load_components()
    config = dataclasses.replace(LabConfig.sample(components=choices), **changes)  # type: ignore[arg-type]  # as tests name them
    return build_lab(config)


def _names(lab: Lab) -> list[str]:
    return [chart.construct_id for chart in lab.unit_charts]


def test_an_empty_lab_has_nothing() -> None:
    assert _names(_build()) == []


def test_providers_come_before_those_that_require_them() -> None:
    names = _names(_build(*SIX))
    for consumer, provider in (
        ("traefik", "metallb"),
        ("traefik", "gateway-api"),
        ("traefik", "cert-manager"),
        ("postgresql-main", "cloudnative-pg"),
        ("postgresql-main", "external-secrets"),
        ("gitea", "postgresql-main"),
        ("gitea", "traefik"),
    ):
        assert names.index(provider) < names.index(consumer), f"{provider} before {consumer}"


def test_the_order_of_the_file_does_not_matter() -> None:
    expected = _names(_build(*SIX))
    for choices in itertools.islice(itertools.permutations(SIX), 0, 720, 71):
        assert _names(_build(*choices)) == expected


def test_instances_keep_the_order_of_the_file() -> None:
    two = [chosen("databases", "postgresql", name) for name in ("zebra", "alpha")]
    names = _names(_build(chosen("secrets", "external-secrets"), *two))
    assert [name for name in names if name.startswith("postgresql-")] == ["postgresql-zebra", "postgresql-alpha"]


def test_what_a_component_brings_comes_along_once() -> None:
    two = [chosen("databases", "postgresql", name) for name in ("main", "other")]
    names = _names(_build(chosen("secrets", "external-secrets"), *two))
    assert names.count("cloudnative-pg") == 1


def test_what_the_lab_configures_itself_is_not_brought() -> None:
    own = chosen("databaseOperators", "cloudnative-pg", maxConcurrentReconciles=3)
    lab = _build(chosen("secrets", "external-secrets"), chosen("databases", "postgresql", "main"), own)
    assert _names(lab).count("cloudnative-pg") == 1
    [release] = [
        body for body in bodies(lab) if (body["kind"], body["metadata"]["name"]) == ("HelmRelease", "cloudnative-pg")
    ]
    assert release["spec"]["values"]["config"] == {"maxConcurrentReconciles": 3}


def test_a_slot_answered_with_none_is_not_filled_by_others() -> None:
    place = Place("homelab.yaml", 12, 3)
    traefik = dataclasses.replace(chosen("ingress", "traefik"), place=place)
    with pytest.raises(CapabilityError, match=r"^homelab\.yaml:12:3: traefik needs the Gateway API, which nothing"):
        _build(chosen("loadBalancer", "metallb"), traefik, refused=frozenset({"gatewayApi"}))


@pytest.mark.parametrize(
    ("phase", "absent", "present"),
    [
        (1, ["postgresql-main", "gitea"], ["metallb", "traefik"]),
        (2, ["gitea"], ["postgresql-main"]),
        (3, [], ["gitea"]),
    ],
)
def test_a_phase_leaves_later_components_out(phase: int, absent: list[str], present: list[str]) -> None:
    names = _names(_build(*SIX, phase=phase))
    assert not set(absent) & set(names)
    assert set(present) <= set(names)


def test_what_is_missing_names_the_place_in_the_file_and_the_choices() -> None:
    place = Place("homelab.yaml", 7, 1)
    with pytest.raises(CapabilityError) as error:
        _build(dataclasses.replace(chosen("gitServer", "gitea"), place=place))
    assert str(error.value) == (
        "homelab.yaml:7:1: gitea needs PostgreSQL, which nothing in this lab provides;"
        " add `databases: {postgresql: {main: {}}}` to homelab.yaml, or pass the capability explicitly"
    )


def test_a_component_that_refuses_its_options_names_the_place() -> None:
    with pytest.raises(BuildError, match=r"^homelab\.yaml:1:1: cert-manager: issuer is 'acme' and acme is missing"):
        _build(chosen("certificates", "cert-manager", issuer="acme"))


def test_an_unknown_component_is_refused() -> None:
    with pytest.raises(ConfigError, match=re.escape("homelab.yaml:1:1: no component is called 'kong'")):
        _build(chosen("ingress", "kong"))


def test_apps_find_what_the_components_provide(tmp_path: Path) -> None:
    load_components()
    (tmp_path / "shop.py").write_text(
        "from homelab_cdk import WebApp\ndef build(lab):\n"
        "    WebApp(lab, 'shop', image='example.com/shop:1').add_database()\n"
    )
    lab = build_lab(LabConfig.sample(components=SIX), apps=tmp_path)
    assert _names(lab)[-1] == "shop"
    assert any(body["kind"] == "Database" and body["metadata"]["name"] == "shop" for body in bodies(lab))
