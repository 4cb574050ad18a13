"""Labs and objects that many tests begin with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from homelab_cdk.components import load_components
from homelab_cdk.constructs import Lab, UnitChart, crd_providers
from homelab_cdk.model import Body, ChartFacts, ChartPin, ComponentChoice, LabConfig, Lock, LockEntry, fingerprint
from homelab_cdk.order import Item, Unit, arrange
from homelab_cdk.synth._build import build_lab
from homelab_cdk.synth._collect import collect

SIX_SYSTEMS = (
    ("loadBalancer", "metallb"),
    ("certificates", "cert-manager"),
    ("ingress", "traefik"),
    ("secrets", "external-secrets"),
    ("databases", "postgresql", "main"),
    ("gitServer", "gitea"),
)


def chosen(slot: str, choice: str, instance: str | None = None, **options: object) -> ComponentChoice:
    return ComponentChoice(slot=slot, choice=choice, instance=instance or choice, options=options)


def six_systems(*, nodes: int = 1, lock: Lock | None = None) -> Lab:
    load_components()
    choices = tuple(chosen(*answer) for answer in SIX_SYSTEMS)
    return build_lab(LabConfig.sample(nodes=nodes, components=choices), lock=lock)


def bodies(lab: Lab) -> list[Body]:
    return [item.body for item in collect(lab)[1]]


def one(lab: Lab, kind: str, name: str, namespace: str | None = None) -> Body:
    """The one object of this kind and name."""
    found = [
        item.body
        for item in collect(lab)[1]
        if (item.key.kind, item.key.name) == (kind, name) and namespace in (None, item.key.namespace)
    ]
    assert len(found) == 1, f"{len(found)} objects are a {kind} {name}"
    return found[0]


def units_of(lab: Lab) -> dict[str, Unit]:
    charts, items = collect(lab)
    return {unit.name: unit for unit in arrange(charts, items, advice=crd_providers)}


def items_of(lab: Lab) -> list[Item]:
    return collect(lab)[1]


def config_map(name: str = "settings", **data: Any) -> Body:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


def custom(kind: str, group: str, *, name: str = "one", namespace: str | None = None) -> Body:
    metadata = {"name": name} | ({"namespace": namespace} if namespace else {})
    return {"apiVersion": f"{group}/v1", "kind": kind, "metadata": metadata}


def crd(kind: str, group: str, *, plural: str | None = None) -> Body:
    plural = plural or f"{kind.lower()}s"
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}"},
        "spec": {"group": group, "names": {"kind": kind, "plural": plural}, "scope": "Namespaced"},
    }


PIN = ChartPin(name="operator", version="1.2.3", repository="oci://charts.example.com/operator")


def locked(facts: Mapping[str, ChartFacts], *, pin: ChartPin = PIN, values: Body | None = None) -> Lock:
    """A lock that knows these facts of the charts of these constructs."""
    entries = {
        construct: LockEntry(
            chart=pin,
            origin="package",
            digest="sha256:0",
            kubernetes="1.36",
            values=fingerprint(values or {}),
            resources=fingerprint([]),
            facts=known,
        )
        for construct, known in facts.items()
    }
    return Lock(entries=entries)


class Plain(UnitChart):
    """An app with nothing in it but its namespace."""

    def __init__(self, scope: Any, id: str, **options: Any) -> None:
        super().__init__(scope, id, **options)
        self.add_namespace()
