"""A component that is defined in one place appears in the catalogue, the tree and the order."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk._errors import BuildError, CapabilityError
from homelab_cdk.components import load_components
from homelab_cdk.constructs import Component, ComponentInfo, Lab, component, components, forget, providers
from homelab_cdk.model import LabConfig
from homelab_cdk.synth._build import build_lab
from tests.labs import SIX_SYSTEMS, bodies, chosen, one, units_of
from tests.made_up import made_up


def _lab(**options: Any) -> Lab:
    load_components()
    choices = (*(chosen(*answer) for answer in SIX_SYSTEMS), chosen("artifacts", "teapot", **options))
    return build_lab(LabConfig.sample(components=choices))


def test_it_is_in_the_catalogue_while_it_is_defined() -> None:
    with made_up() as teapot:
        assert component("teapot") is teapot
        assert teapot in components()
    assert component("teapot") is None
    assert teapot not in components()


def test_it_is_built_from_the_configuration_with_its_options() -> None:
    with made_up():
        lab = _lab(tea="green", cups=2)
        values = one(lab, "HelmRelease", "teapot")["spec"]["values"]
        assert (values["tea"], values["cups"]) == ("green", 2)


def test_it_takes_what_every_component_takes() -> None:
    with made_up():
        lab = _lab(namespace="kitchen", version="4.19.0", values={"lid": "on"})
        assert one(lab, "OCIRepository", "teapot", "kitchen")["spec"]["ref"] == {"tag": "4.19.0"}
        assert one(lab, "HelmRelease", "teapot", "kitchen")["spec"]["values"]["lid"] == "on"


def test_it_has_its_place_in_the_order() -> None:
    with made_up():
        units = units_of(_lab())
        assert units["teapot"].folder == "delivery/teapot"
        assert list(units["teapot"].depends_on) == ["gateway-api"]


def test_its_namespace_is_closed() -> None:
    with made_up():
        policies = [
            body["metadata"]["name"]
            for body in bodies(_lab())
            if body["kind"] == "NetworkPolicy" and body["metadata"]["namespace"] == "teapot"
        ]
        assert policies == ["default-deny", "allow-from-all"]


def test_what_it_requires_is_refused_with_the_choices() -> None:
    load_components()
    with made_up() as teapot, pytest.raises(CapabilityError, match="add `gatewayApi: gateway-api` to homelab.yaml"):
        teapot(Lab(), "teapot")


def test_two_components_of_one_name_are_refused() -> None:
    load_components()
    with pytest.raises(BuildError, match=r"two components are called 'metallb': homelab_cdk\.components\."):

        class Other(Component):
            info = ComponentInfo(
                name="metallb",
                title="Other",
                about="something else",
                slot="loadBalancer",
                layer="infrastructure",
                phase=1,
                docs="https://example.com",
            )


def test_a_slot_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="tea: there is no slot 'kitchen'; slots are cni, storage"):
        ComponentInfo(
            name="tea",
            title="Tea",
            about="tea",
            slot="kitchen",
            layer="apps",
            phase=1,
            docs="https://example.com",
        )


def test_forgetting_what_is_unknown_does_nothing() -> None:
    before = components()
    forget("no such component")
    assert components() == before


def test_providers_are_written_as_in_homelab_yaml() -> None:
    load_components()
    with made_up() as teapot:
        [required] = teapot.info.requires
        assert providers(required) == ["`gatewayApi: gateway-api`"]
