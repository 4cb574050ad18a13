from __future__ import annotations

import dataclasses

import pytest

from homelab_cdk.checks._licences import closed_parts
from homelab_cdk.components import load_components
from homelab_cdk.components.local_path import LocalPath
from homelab_cdk.components.metrics_server import MetricsServer
from homelab_cdk.constructs import Lab, components
from tests.checks.looking import found


def test_a_component_under_another_licence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MetricsServer, "info", dataclasses.replace(MetricsServer.info, licence="BUSL-1.1"))
    lab = Lab()
    MetricsServer(lab)
    assert found(lab, "HL756") == [
        "metrics-server: metrics-server: its licence BUSL-1.1 is not on the list of the Open Source Initiative; choose another"
        " answer to `resourceMetrics`, or accept it and say why",
    ]


def test_a_part_of_a_component_under_another_licence_and_the_choices_that_are_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load_components()
    licence = "Apache-2.0 AND Elastic-2.0"
    monkeypatch.setattr(LocalPath, "info", dataclasses.replace(LocalPath.info, licence=licence))
    lab = Lab()
    LocalPath(lab)
    assert found(lab, "HL756") == [
        "local-path: local-path-provisioner: its licence Elastic-2.0 in Apache-2.0 AND Elastic-2.0 is not on the list of the"
        " Open Source Initiative; choose another answer to `storage` (longhorn), or accept it and say why",
    ]


def test_a_component_that_is() -> None:
    lab = Lab()
    MetricsServer(lab)
    assert found(lab, "HL756") == []


@pytest.mark.parametrize(
    ("licence", "closed"),
    [
        ("Apache-2.0", []),
        ("Apache-2.0 AND AGPL-3.0-only", []),
        ("SSPL-1.0 OR AGPL-3.0-only", []),
        ("Apache-2.0 AND Elastic-2.0", ["Elastic-2.0"]),
        ("GPL-2.0-only WITH Classpath-exception-2.0", []),
        ("", []),
    ],
)
def test_expressions(licence: str, closed: list[str]) -> None:
    assert closed_parts(licence) == closed


def test_every_component_that_installs_something_names_its_licence() -> None:
    load_components()
    assert [kind.info.name for kind in components() if kind.info.charts and not kind.info.licence] == []
