from __future__ import annotations

from dataclasses import replace

import pytest

from homelab_cdk.constructs import Lab
from homelab_cdk.model import LabConfig
from homelab_cdk.schemas import _book
from tests.checks.custom import lab_with_crd, pot, pot_crd
from tests.checks.looking import found, lab_of, service


def test_kubernetes_own_schemas_are_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_book, "core_schemas", lambda kubernetes: None)
    lab = lab_of(service(clusterIp="None"))
    assert found(lab, "HL155") == [
        "lab: Kubernetes 1.36: its own schemas are not installed, so no object of its own is held against any; pip"
        " install kubernetes-validate",
    ]
    assert found(lab, "HL150") == []


def test_there_are_none_of_this_version() -> None:
    config = LabConfig.sample()
    lab = Lab(replace(config, cluster=replace(config.cluster, kubernetes="1.99")))
    assert found(lab, "HL155") == [
        "lab: Kubernetes 1.99: objects are held against the schemas of Kubernetes 1.37, because there are none of 1.99"
        " here; pip install --upgrade kubernetes-validate",
    ]


def test_nothing_evaluates_the_rules_of_crds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_book, "cel_is_here", lambda: False)
    lab = lab_with_crd(pot(kind="green", cups=12))
    assert found(lab, "HL155") == [
        "lab: Pot: its CRD has rules in CEL, which are not checked, because the library that evaluates them is not"
        " installed; pip install 'homelab-cdk[lock]'",
    ]
    assert found(lab, "HL152") == []


def test_a_rule_that_cannot_be_evaluated() -> None:
    pytest.importorskip("cel", reason="the extra `lock` is not installed")
    definition = pot_crd()
    spec = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]
    schema = {**spec, "x-kubernetes-validations": [{"rule": "brew(self.cups)"}]}
    definition["spec"]["versions"][0]["schema"] = {
        "openAPIV3Schema": {"type": "object", "properties": {"spec": schema}}
    }
    [finding] = found(lab_with_crd(pot(kind="green"), definition=definition), "HL155")
    assert "the rule `brew(self.cups)` uses a function that nothing here offers" in finding


def test_all_is_there() -> None:
    assert found(lab_with_crd(pot(kind="green")), "HL155") == []
