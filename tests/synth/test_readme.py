"""`generated/README.md` tells what is so, also in labs that are not like most."""

from __future__ import annotations

import dataclasses

from homelab_cdk.components import load_components
from homelab_cdk.constructs import Lab
from homelab_cdk.model import AddressRange, LabConfig, parse_network
from homelab_cdk.order import Built
from homelab_cdk.synth._build import build_lab
from homelab_cdk.synth._readme import render_readme
from tests.labs import chosen, units_of


def page(lab: Lab) -> str:
    return render_readme(Built(lab=lab, units=list(units_of(lab).values())))


def test_a_range_of_ipv6_is_counted() -> None:
    # GIVEN a range with more addresses than fit into 64 bits
    sample = LabConfig.sample()
    pool = AddressRange.parse("fd00::/63")
    networks = dataclasses.replace(sample.networks, node=parse_network("fd00::/48"), load_balancer=(pool,))
    # WHEN, THEN
    assert f"({2**65} addresses)" in page(Lab(dataclasses.replace(sample, networks=networks)))


def test_what_a_person_provides_goes_where_the_store_looks() -> None:
    # GIVEN credentials in a namespace of the owner's choice, and one that the owner has to bring
    load_components()
    solver = {"cloudflare": {"apiTokenSecretRef": {"name": "acme-dns", "key": "api-token"}}}
    choices = (
        chosen("secrets", "external-secrets", credentialsNamespace="vault"),
        chosen("certificates", "cert-manager", issuer="acme", acme={"email": "me@example.com", "dns01": solver}),
    )
    # WHEN
    text = page(build_lab(LabConfig.sample(components=choices)))
    # THEN
    assert "kubectl --namespace vault create secret generic acme-dns --from-literal=api-token=…" in text
