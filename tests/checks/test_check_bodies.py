"""Any objects, without a lab around them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from homelab_cdk.checks import RULES, check_bodies
from homelab_cdk.schemas import SchemaCache
from tests.checks.custom import LOCK, pot, pot_crd
from tests.checks.looking import service, thing


def told(*bodies: Any, **more: Any) -> list[str]:
    return [str(finding) for finding in check_bodies(bodies, **more)]


def test_findings_come_in_the_order_of_the_objects_with_their_place() -> None:
    bodies = [
        ("a.yaml", service(clusterIp="None")),
        ("b.yaml", thing("policy/v1beta1", "PodDisruptionBudget")),
        ("c.yaml", service()),
    ]
    assert told(*bodies) == [
        "error HL150 a.yaml: Service web: spec.clusterIp: there is no such field; did you mean spec.clusterIP?",
        "error HL153 b.yaml: PodDisruptionBudget.policy one: its apiVersion is policy/v1beta1, which Kubernetes 1.25"
        " removed, and the lab runs 1.36; write apiVersion: policy/v1",
    ]


def test_the_version_of_kubernetes_decides() -> None:
    assert told(thing("networking.k8s.io/v1beta1", "ServiceCIDR"), kubernetes="1.33") == [
        "warning HL154 : ServiceCIDR.networking.k8s.io one: its apiVersion is networking.k8s.io/v1beta1, which API"
        " servers do not serve by default; write a stable version, or start the API servers with"
        " --runtime-config=networking.k8s.io/v1beta1=true",
    ]
    assert "1.37 removed" in told(thing("networking.k8s.io/v1beta1", "ServiceCIDR"), kubernetes="1.37.1")[0]


def test_a_custom_resource_without_a_crd_is_told() -> None:
    assert told(pot(kind="green")) == [
        "warning HL107 : Pot.tea.example.com tea/one: no CRD of its kind is at hand to hold it against; give its CRD with `crds`",
    ]


def test_crds_come_from_the_objects_folders_and_the_cache(tmp_path: Path) -> None:
    (tmp_path / "pot.yaml").write_text(yaml.safe_dump(pot_crd()))
    SchemaCache(tmp_path / "cache").learn(LOCK.entries["tea"].digest, [pot_crd()])
    wrong = pot(kind="red")
    expected = "spec.kind: got the text 'red', allowed is green, black; write one of those"
    for found in (
        told(pot_crd(), wrong),
        told(wrong, crds=[tmp_path]),
        told(wrong, cache=tmp_path / "cache", lock=LOCK),
    ):
        assert found == [f"error HL151 : Pot.tea.example.com tea/one: {expected}"]


@pytest.mark.parametrize(
    "body",
    [{}, {"kind": None}, {"apiVersion": 1, "kind": []}, thing("v1", "Pod") | {"metadata": []}, pot() | {"spec": 1}],
)
def test_odd_objects_are_no_crash(body: dict[str, Any]) -> None:
    assert all(finding.code in RULES for finding in check_bodies([body, pot_crd()]))
