"""Machines go to the pinned release of k3s: servers first, then agents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.components import load_components
from homelab_cdk.constructs import Lab
from homelab_cdk.model import LabConfig, Node
from homelab_cdk.synth._build import build_lab
from tests.labs import bodies, chosen, one


def _lab(*, agents: int = 0, k3s: str | None = None, distribution: str = "k3s", **options: object) -> Lab:
    load_components()
    choice = replace(chosen("nodeUpgrades", "system-upgrade-controller"), options=options)
    config = LabConfig.sample(nodes=1 + agents, components=(choice,))
    nodes: list[Node] = [replace(node, roles=("agent",)) for node in config.nodes[1:]]
    cluster = replace(config.cluster, k3s=k3s, distribution=distribution)
    return build_lab(replace(config, nodes=(config.nodes[0], *nodes), cluster=cluster))


def _plans(lab: Lab) -> dict[str, dict[str, Any]]:
    return {body["metadata"]["name"]: body["spec"] for body in bodies(lab) if body["kind"] == "Plan"}


def test_a_lab_without_agents_has_a_plan_for_servers_alone() -> None:
    plans = _plans(_lab())
    assert list(plans) == ["server-plan"]
    assert plans["server-plan"]["cordon"] is True
    assert "drain" not in plans["server-plan"]


def test_agents_wait_for_servers_and_are_drained() -> None:
    plan = _plans(_lab(agents=2))["agent-plan"]
    assert plan["prepare"]["args"] == ["prepare", "server-plan"]
    assert plan["jobActiveDeadlineSecs"] == 0, "else waiting for the servers would end the plan"
    assert plan["drain"]["timeout"] == "10m"


def test_without_draining_agents_are_cordoned() -> None:
    plan = _plans(_lab(agents=1, drain=False))["agent-plan"]
    assert plan["cordon"] is True
    assert "drain" not in plan


def test_every_plan_is_of_the_release_that_the_lab_pins() -> None:
    assert {plan["version"] for plan in _plans(_lab(agents=1, k3s="v1.36.2+k3s1")).values()} == {"v1.36.2+k3s1"}
    assert all("channel" not in plan for plan in _plans(_lab(agents=1)).values())


def test_a_window_is_that_of_every_plan() -> None:
    plans = _plans(
        _lab(agents=1, window={"start": "02:00", "end": "04:30", "days": ["sat"], "timeZone": "Europe/Berlin"})
    )
    expected = {"days": ["sat"], "startTime": "02:00", "endTime": "04:30", "timeZone": "Europe/Berlin"}
    assert [plan["window"] for plan in plans.values()] == [expected, expected]


def test_the_controller_is_of_the_version_that_its_repository_does_not_pin() -> None:
    spec = one(_lab(version="v0.20.2"), "Kustomization", "system-upgrade-controller-upstream")["spec"]
    assert spec["images"] == [{"name": "rancher/system-upgrade-controller", "newTag": "v0.20.2"}]


def test_the_namespace_has_one_owner() -> None:
    lab = _lab()
    assert (
        one(lab, "Namespace", "system-upgrade")["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
        == "privileged"
    )
    [removal, _] = one(lab, "Kustomization", "system-upgrade-controller-upstream")["spec"]["patches"]
    assert removal["target"] == {"kind": "Namespace", "name": "system-upgrade"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"distribution": "kubeadm"}, "it upgrades k3s, and the lab runs kubeadm; leave nodeUpgrades out"),
        ({"drain": True}, "drain is on, and there is no other machine that takes the pods; leave it out"),
    ],
)
def test_what_cannot_work_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(BuildError) as caught:
        _lab(**options)
    assert message in str(caught.value)
