"""Roll-outs of a few made-up objects, and changes of those of a whole lab."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from homelab_cdk.model import (
    Body,
    ChartFacts,
    CrdFact,
    ObjectKey,
    ServiceFact,
    WebhookFact,
    WebhookRule,
    WorkloadFact,
)
from homelab_cdk.rollout import Block, Early, Machines, Outcome, Rollout, simulate

KUSTOMIZE = "kustomize.toolkit.fluxcd.io"
HELM = "helm.toolkit.fluxcd.io"
ROOT = "generated/flux-system"


def kustomization_key(name: str, namespace: str = "flux-system") -> ObjectKey:
    return ObjectKey(KUSTOMIZE, "Kustomization", namespace, name)


def release_key(name: str, namespace: str | None = None) -> ObjectKey:
    return ObjectKey(HELM, "HelmRelease", namespace or name, name)


def thing(api_version: str, kind: str, name: str, namespace: str = "", **spec: Any) -> Body:
    metadata = {"name": name} | ({"namespace": namespace} if namespace else {})
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec}


def namespace(name: str) -> Body:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def release(name: str, **spec: Any) -> list[Body]:
    """A HelmRelease in a namespace of its name, with its source."""
    whole = {"chartRef": {"kind": "OCIRepository", "name": name}, "timeout": "10m", **spec}
    return [
        thing("source.toolkit.fluxcd.io/v1", "OCIRepository", name, name),
        thing(f"{HELM}/v2", "HelmRelease", name, name, **whole),
    ]


def operator(name: str, *kinds: str, webhooks: bool = False) -> ChartFacts:
    """Facts of a chart with one Deployment, which brings kinds of the group `<name>.example.com`."""
    group = f"{name}.example.com"
    labels = (("app", name),)
    resources = tuple(f"{kind.lower()}s" for kind in kinds)
    rule = WebhookRule(groups=(group,), resources=resources, operations=("CREATE",))
    return ChartFacts(
        crds=tuple(
            CrdFact(group=group, kind=kind, plural=f"{kind.lower()}s", scope="Namespaced", versions=("v1",))
            for kind in kinds
        ),
        webhooks=(WebhookFact(name=f"judge.{group}", kind="validating", blocks=True, rules=(rule,), service=name),)
        if webhooks
        else (),
        workloads=(WorkloadFact(kind="Deployment", namespace=name, name=name, labels=labels),),
        services=(ServiceFact(namespace=name, name=name, selector=labels),),
    )


FLUX_OPERATOR = ChartFacts(
    crds=(
        CrdFact(
            group="fluxcd.controlplane.io",
            kind="FluxInstance",
            plural="fluxinstances",
            scope="Namespaced",
            versions=("v1",),
        ),
    ),
    workloads=(WorkloadFact(kind="Deployment", namespace="flux-system", name="flux-operator"),),
)

NETWORK = ChartFacts(
    workloads=(
        WorkloadFact(
            kind="DaemonSet",
            namespace="network",
            name="node",
            replicas=0,
            host_network=True,
            host_paths=("/etc/cni/net.d",),
        ),
    )
)
"""Facts of a chart whose pods write CNI's folder on each machine."""


def helm_chart(name: str, namespace: str, facts: ChartFacts) -> Early:
    spec = {"targetNamespace": namespace, "createNamespace": True, "bootstrap": True}
    body = thing("helm.cattle.io/v1", "HelmChart", name, "kube-system", **spec)
    return Early(body=body, release=(namespace, name), facts=facts)


def flux() -> list[Early]:
    """The operator and the FluxInstance."""
    sync = {"kind": "GitRepository", "url": "https://git.example.com/lab.git", "path": ROOT}
    instance = thing("fluxcd.controlplane.io/v1", "FluxInstance", "flux", "flux-system", sync=sync)
    return [helm_chart("flux-operator", "flux-system", FLUX_OPERATOR), Early(body=instance)]


def unit(name: str, *bodies: Body, after: Sequence[str] = (), **spec: Any) -> tuple[Body, list[Body]]:
    """A Kustomization and what it applies."""
    source = {"kind": "GitRepository", "name": "flux-system"}
    waits = {"dependsOn": [{"name": other} for other in after]} if after else {}
    whole = {"sourceRef": source, "path": f"./generated/{name}", "wait": True, "timeout": "15m", **waits, **spec}
    return thing(f"{KUSTOMIZE}/v1", "Kustomization", name, "flux-system", **whole), list(bodies)


def rollout(
    *units: tuple[Body, list[Body]],
    facts: Mapping[str, ChartFacts] | None = None,
    early: Sequence[Early] | None = None,
    machines: Machines | None = None,
) -> Rollout:
    """A roll-out of some units; `facts` by the name of their HelmRelease."""
    folders = {f"generated/{body['metadata']['name']}": bodies for body, bodies in units}
    return Rollout(
        early=flux() if early is None else early,
        folders={ROOT: [body for body, _ in units], **folders},
        facts={release_key(name): known for name, known in (facts or {}).items()},
        machines=machines or Machines(),
    )


def only(outcome: Outcome) -> Block:
    """The one fault."""
    assert len(outcome.blocks) == 1, [str(block) for block in outcome.blocks]
    return outcome.blocks[0]


def found(outcome: Outcome) -> set[tuple[str, str, str, str]]:
    """Where each fault is, the kind and name of its object, and its reason."""
    return {(block.where.name, block.object.kind, block.object.name, block.reason) for block in outcome.blocks}


def run(*units: tuple[Body, list[Body]], **others: Any) -> Outcome:
    return simulate(rollout(*units, **others))


def without(original: Rollout, kind: str, name: str) -> Rollout:
    """The same without the objects of this kind and name."""
    folders = {
        path: [body for body in bodies if (body["kind"], body["metadata"]["name"]) != (kind, name)]
        for path, bodies in original.folders.items()
    }
    assert folders != original.folders, f"there is no {kind} {name}"
    return replace(original, folders=folders)


def changed(original: Rollout, kind: str, name: str, change: Callable[[Body], object]) -> Rollout:
    """The same with a change of the objects of this kind and name."""
    folders = copy.deepcopy(dict(original.folders))
    bodies = [
        body for held in folders.values() for body in held if (body["kind"], body["metadata"]["name"]) == (kind, name)
    ]
    assert bodies, f"there is no {kind} {name}"
    for body in bodies:
        change(body)
    return replace(original, folders=folders)


def custom(kind: str, owner: str, name: str = "one", namespace: str = "app") -> Body:
    """A custom resource of a made-up operator."""
    return thing(f"{owner}.example.com/v1", kind, name, namespace)
