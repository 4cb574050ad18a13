"""Under which addresses people open and clone what a component serves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from homelab_cdk.components import load_components
from homelab_cdk.constructs import Lab
from homelab_cdk.model import LabConfig
from homelab_cdk.synth._build import build_lab
from tests.labs import SIX_SYSTEMS, chosen, one


def _server(*, tls: bool = True, **gitea: object) -> dict[str, Any]:
    load_components()
    options: dict[str, dict[str, object]] = {"traefik": {"tls": tls}, "gitea": gitea}
    choices = tuple(replace(chosen(*answer), options=options.get(answer[1], {})) for answer in SIX_SYSTEMS)
    lab: Lab = build_lab(LabConfig.sample(components=choices))
    server: dict[str, Any] = one(lab, "HelmRelease", "gitea")["spec"]["values"]["gitea"]["config"]["server"]
    return server


@pytest.mark.parametrize(("tls", "scheme"), [(True, "https"), (False, "http")])
def test_links_of_gitea_have_the_scheme_of_the_ingress(tls: bool, scheme: str) -> None:
    assert _server(tls=tls)["ROOT_URL"] == f"{scheme}://git.home.example.com/"


def test_gitea_offers_no_ssh_that_nothing_answers() -> None:
    server = _server()
    assert server["DISABLE_SSH"] is True
    assert "SSH_DOMAIN" not in server


def test_ssh_of_gitea_has_a_host_name_of_its_own() -> None:
    server = _server(ssh=True)
    assert server["SSH_DOMAIN"] == "ssh.git.home.example.com"
    assert "DISABLE_SSH" not in server
    assert _server(ssh=True, sshHost="code.home.example.com")["SSH_DOMAIN"] == "code.home.example.com"
