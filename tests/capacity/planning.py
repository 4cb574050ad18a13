"""Small labs to be planned, and sizes to count them with."""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from typing import Any

from homelab_cdk.capacity import Plan, plan_of
from homelab_cdk.constructs import Lab, StorageClass, UnitChart
from homelab_cdk.model import Architecture, Body, Disk, LabConfig, Node, NodeRole
from tests.checks.looking import built
from tests.labs import Plain

MI, GI = 1024**2, 1024**3


def node(
    name: str,
    *,
    cores: int,
    gib: int,
    disk: int | None = 512,
    role: NodeRole = "server",
    architecture: Architecture = "amd64",
    link: int = 1000,
) -> Node:
    """A machine; its memory and its one disk in GiB."""
    disks = () if disk is None else (Disk(name="nvme0n1", size=disk * GI, kind="nvme"),)
    return Node(
        name=name,
        address=ipaddress.ip_address("192.168.1.11"),
        roles=(role,),
        cores=cores,
        memory=gib * GI,
        disks=disks,
        architecture=architecture,
        link=link,
    )


def config_of(*nodes: Node) -> LabConfig:
    return replace(LabConfig.sample(), nodes=nodes)


def lab_on(*nodes: Node, storage: StorageClass | None = None) -> tuple[Lab, UnitChart]:
    """A lab with one app `app`."""
    lab = Lab(config_of(*nodes))
    if storage is not None:
        lab.surroundings.capabilities.provide(storage)
    return lab, Plain(lab, "app")


def planned(lab: Lab) -> Plan:
    return plan_of(built(lab))


def container(cpu: str, memory: str, *, name: str = "main", **more: Any) -> Body:
    requests = {"cpu": cpu, "memory": memory}
    return {"name": name, "image": "registry.example.com/x:1.0.0", "resources": {"requests": requests}, **more}


def workload(kind: str, name: str, *containers: Body, pod: Body | None = None, **spec: Any) -> Body:
    group = "batch/v1" if kind in ("Job", "CronJob") else "apps/v1"
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": list(containers), **(pod or {})}}
    if kind == "CronJob":
        spec = {"schedule": "0 0 * * *", "jobTemplate": {"spec": {"template": template}}, **spec}
    else:
        spec = {"template": template, **spec}
    return {"apiVersion": group, "kind": kind, "metadata": {"name": name}, "spec": spec}


def claim(size: str, name: str = "data", **spec: Any) -> Body:
    return {"metadata": {"name": name}, "spec": {"resources": {"requests": {"storage": size}}, **spec}}


def pod_claim(size: str, name: str = "data", **spec: Any) -> Body:
    return {"apiVersion": "v1", "kind": "PersistentVolumeClaim", **claim(size, name, **spec)}


APART: Body = {
    "affinity": {
        "podAntiAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": [{"topologyKey": "kubernetes.io/hostname"}]
        }
    }
}
"""Pods that have to be on different machines."""


def waiting(plan: Plan) -> list[str]:
    return [f"{item.demand.name}: {item.pods}: {item.because}" for item in plan.pending]
