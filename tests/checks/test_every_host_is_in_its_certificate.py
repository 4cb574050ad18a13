from __future__ import annotations

import pytest

from homelab_cdk.components.cert_manager import CertManager
from homelab_cdk.components.gateway_api import GatewayApiCrds
from homelab_cdk.components.metallb import MetalLB
from homelab_cdk.components.traefik import Traefik
from homelab_cdk.constructs import Lab, WebApp
from tests.checks.looking import found


def lab_with(host: str) -> Lab:
    lab = Lab()
    MetalLB(lab)
    GatewayApiCrds(lab)
    CertManager(lab)
    Traefik(lab)
    WebApp(lab, "app", image="registry.example.com/web:1.2.3").add_route(host)
    return lab


def test_a_name_two_levels_below_the_domain() -> None:
    assert found(lab_with("a.b.home.example.com"), "HL604") == [
        "app/httproute-app: HTTPRoute.gateway.networking.k8s.io app/app: the certificate of Gateway traefik/traefik"
        " is for home.example.com, *.home.example.com, and a.b.home.example.com is not among those; choose a name"
        " directly below the lab's domain, or add it to the certificate",
    ]


@pytest.mark.parametrize("host", ["app", "home.example.com"])
def test_names_that_the_certificate_has(host: str) -> None:
    assert found(lab_with(host), "HL604") == []
