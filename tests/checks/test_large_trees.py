"""Twice as many objects take twice the work, and not four times: counted in steps of Python, so that no clock decides."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from homelab_cdk import checks
from homelab_cdk.changes import Tree, difference_of
from homelab_cdk.checks import check_changes, check_tree
from homelab_cdk.model import Body
from tests.changes.pair import kustomization
from tests.checks.looking import deployment, service, thing

OURS = str(Path(checks.__file__).parent.parent)


def steps(work: Callable[[], object]) -> int:
    """How many instructions of this library some work takes."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def named(kind: str, group: str, number: int, **spec: Any) -> Body:
    return thing(group, kind, f"{kind.lower()}-{number}", namespace="tea", spec=spec)


def release(number: int) -> list[Body]:
    """A release of a source that is not there, with values from a ConfigMap that is."""
    chart = {"spec": {"chart": "tea", "version": "1.2.3", "sourceRef": {"kind": "HelmRepository", "name": "gone"}}}
    values = [{"kind": "ConfigMap", "name": f"configmap-{number}"}]
    body = named("HelmRelease", "helm.toolkit.fluxcd.io/v2", number, chart=chart, valuesFrom=values)
    return [body, named("ConfigMap", "v1", number)]


def unit(number: int) -> list[Body]:
    """A Kustomization that waits for the one before, with a Secret that is not there."""
    spec = {"decryption": {"secretRef": {"name": "gone"}}, "path": f"./deploy/{number}"}
    waits = [{"name": f"unit-{number - 1}"}] if number else []
    return [kustomization(f"unit-{number}", {"spec": {**spec, "dependsOn": waits}})]


def application(number: int) -> list[Body]:
    """An application that scales something which is not there, and that anybody may reach."""
    name = f"app-{number}"
    scaler = named("HorizontalPodAutoscaler", "autoscaling/v2", number, scaleTargetRef={"kind": "Pod", "name": "gone"})
    selector = {"matchLabels": {"app": name}}
    peers = [{"podSelector": {"matchLabels": {"app": f"app-{number + 1}"}}}]
    policy = named("NetworkPolicy", "networking.k8s.io/v1", number, podSelector=selector, egress=[{"to": peers}])
    route = named(
        "HTTPRoute", "gateway.networking.k8s.io/v1", number, rules=[{"backendRefs": [{"name": name, "port": 80}]}]
    )
    return [deployment(name), service(name), scaler, policy, route]


@pytest.mark.parametrize("make", [release, unit, application])
def test_any_tree(make: Callable[[int], list[Body]]) -> None:
    def work(count: int) -> int:
        bodies = [body for number in range(count) for body in make(number)]
        return steps(lambda: check_tree(bodies))

    work(3)  # what is remembered for good is remembered then
    assert work(120) < 2.5 * work(60)


def test_a_change_of_everything() -> None:
    def tree(prefix: str, count: int) -> Tree:
        names = [f"{prefix}-{number}" for number in range(count)]
        # None is another under a new name: what they hold has nothing of theirs.
        claims = [thing("v1", "PersistentVolumeClaim", f"of-{name[::-1]}", namespace="tea", spec={}) for name in names]
        units = {"generated/flux-system": [kustomization(name, {}) for name in names]}
        return Tree.of(units | {f"generated/apps/{name}": [claim] for name, claim in zip(names, claims, strict=True)})

    def work(count: int) -> int:
        before, after = tree("old", count), tree("new", count)
        return steps(lambda: check_changes(difference_of(before, after)))

    work(3)
    assert work(120) < 2.5 * work(60)
