from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing, with_crds

SERVER = "node-role.kubernetes.io/control-plane"
WHERE = "app/plan-one: Plan.upgrade.cattle.io app/one"


def servers(operator: str = "Exists", **more: Any) -> Body:
    return {"matchExpressions": [{"key": SERVER, "operator": operator, **more}]}


def plan(**changes: Any) -> Body:
    spec = {
        "version": "v1.36.3+k3s1",
        "concurrency": 1,
        "cordon": True,
        "nodeSelector": servers(),
        "upgrade": {"image": "rancher/k3s-upgrade"},
        **changes,
    }
    spec = {key: value for key, value in spec.items() if value is not None}
    return thing("upgrade.cattle.io/v1", "Plan", namespace="app", spec=spec)


def finds(body: Body) -> list[str]:
    return found(with_crds(lab_of(body), "upgrade.cattle.io", "Plan"), "HL182")


def test_neither_version_nor_channel() -> None:
    assert finds(plan(version=None)) == [
        f"{WHERE}: spec has neither version nor channel, so that nothing is ever upgraded; write the version",
    ]


@pytest.mark.parametrize("concurrency", [None, 0])
def test_no_concurrency(concurrency: int | None) -> None:
    said = "not set" if concurrency is None else repr(concurrency)
    assert finds(plan(concurrency=concurrency)) == [
        f"{WHERE}: spec.concurrency is {said}, so that no machine is ever taken; write how many machines are"
        " upgraded at a time, such as 1",
    ]


def test_no_selector_takes_no_machine() -> None:
    assert finds(plan(nodeSelector=None)) == [
        f"{WHERE}: spec.nodeSelector is not set, so that no machine is ever taken; select servers, or agents, by"
        " node-role.kubernetes.io/control-plane",
    ]


@pytest.mark.parametrize("image", ["rancher/k3s-upgrade", "docker.io/rancher/k3s-upgrade:v1.36.3-k3s1"])
def test_an_empty_selector_takes_every_machine(image: str) -> None:
    assert finds(plan(nodeSelector={}, upgrade={"image": image})) == [
        f"{WHERE}: spec.nodeSelector is empty and takes servers and agents in any order; make a plan for servers, and"
        " one for agents that waits for it with `prepare`",
    ]


@pytest.mark.parametrize(
    ("selector", "words"),
    [
        (servers("In", values=["yes"]), f"{SERVER} In yes"),
        ({"matchLabels": {"kubernetes.io/hostname": "node-9"}}, "kubernetes.io/hostname In node-9"),
        ({"matchLabels": {"kubernetes.io/arch": "arm64"}}, "kubernetes.io/arch In arm64"),
    ],
)
def test_a_label_that_no_machine_has(selector: Body, words: str) -> None:
    assert finds(plan(nodeSelector=selector)) == [
        f"{WHERE}: spec.nodeSelector asks for {words}, which no machine of the lab has; correct the label, or leave the"
        " plan out",
    ]


def test_two_names_of_one_setting() -> None:
    drain = {"deleteEmptydirData": True, "deleteLocalData": True}
    assert finds(plan(drain=drain)) == [
        f"{WHERE}: spec.drain has both deleteEmptydirData and deleteLocalData, and the controller refuses that; leave"
        " deleteLocalData out, which is the old name",
    ]


@pytest.mark.parametrize(
    "body",
    [
        plan(),
        plan(version=None, channel="https://update.k3s.io/v1-release/channels/stable"),
        plan(nodeSelector=servers("In", values=["true"])),
        # A lab without agents may have the plan for agents all the same.
        plan(nodeSelector=servers("DoesNotExist")),
        plan(nodeSelector={"matchLabels": {"kubernetes.io/hostname": "node-1"}}),
        # A person may have given the label.
        plan(nodeSelector={"matchLabels": {"k3s-upgrade": "true"}}),
        # Packages of the system are upgraded in any order.
        plan(nodeSelector={}, upgrade={"image": "ubuntu"}),
        plan(drain={"deleteEmptydirData": True}),
    ],
)
def test_plans_that_take_machines(body: Body) -> None:
    assert finds(body) == []
