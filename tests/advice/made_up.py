"""Components that ask for amounts that one can add up by hand, and labs that choose them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Unpack

import constructs

from homelab_cdk.advice import Advice, Choice, advise
from homelab_cdk.components import load_components
from homelab_cdk.config import parse_config
from homelab_cdk.constructs import CommonOptions, Component, ComponentInfo, forget
from homelab_cdk.order import Built
from homelab_cdk.synth._run import collect_config, order_lab
from tests.checks.looking import deployment

LAB = """\
version: 1
name: homelab
domain: home.example.com
nodes:
  node-1: {address: 192.168.1.11, roles: [server], cores: 8, memory: 32Gi, disks: {sda: {size: 1Ti, kind: ssd}}}
networks:
  node: 192.168.1.0/24
git:
  url: https://git.example.com/me/homelab.git
"""

NOWHERE = Path("/nowhere")
"""A repository without apps and without a lock."""

Phase = Literal[1, 2, 3, 4]


def pods(name: str, *, cpu: str, memory: str, replicas: int = 1, claim: str = "") -> list[dict[str, Any]]:
    """A Deployment, and a claim of this size that its pods share."""
    amounts = {"resources": {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": "8Gi"}}}
    volume: dict[str, Any] = {"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": name}}]}
    body = deployment(name, container=amounts, pod=volume if claim else None)
    body["spec"]["replicas"] = replicas
    if not claim:
        return [body]
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": claim}}}
    return [
        body,
        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": name}, "spec": spec},
    ]


@contextmanager
def made_up(
    name: str,
    *bodies: dict[str, Any],
    slot: str = "artifacts",
    phase: Phase = 3,
    building: Callable[[Component], object] = lambda component: None,
    **info: Any,
) -> Iterator[None]:
    """Define a component with some objects, and take it out of the catalogue again."""
    load_components()

    class MadeUp(Component):
        """Made up."""

        def __init__(self, scope: constructs.Construct, id: str = name, **common: Unpack[CommonOptions]) -> None:
            """Add what it consists of."""
            super().__init__(scope, id, **common)
            self.add_namespace()
            for body in bodies:
                manifest = self.add_manifest(body)
                if body["kind"] == "PersistentVolumeClaim":
                    self.protect(manifest)
            building(self)

    MadeUp.info = ComponentInfo(
        name=name,
        title=name,
        about="is made up",
        slot=slot,
        layer="delivery",
        phase=phase,
        docs="https://example.com",
        holds_data=True,
        **info,
    )
    from homelab_cdk.constructs._registry import register

    register(MadeUp)
    try:
        yield
    finally:
        forget(name)


def built_of(text: str, root: Path = NOWHERE) -> Built:
    return order_lab(collect_config(parse_config(text.encode()), root))


def advised(text: str, root: Path = NOWHERE) -> Advice:
    return advise(built_of(text, root), root)


def written(choices: tuple[Choice, ...]) -> list[str]:
    return [item.alternative.write for item in choices]


def refused(advice: Advice) -> dict[str, str]:
    return {item.alternative.write: item.because for item in advice.left_out}
