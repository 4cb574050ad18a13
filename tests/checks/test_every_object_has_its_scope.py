from __future__ import annotations

from dataclasses import replace

from homelab_cdk.checks import RULES
from homelab_cdk.model import ObjectKey
from homelab_cdk.order import Built, Item
from tests.checks.looking import built, deployment, found, lab_of, thing


def without_namespace(lab_built: Built) -> Built:
    """The same lab after somebody has patched the namespaces away."""

    def bare(item: Item) -> Item:
        if item.key.kind != "Deployment":
            return item
        body = {**item.body, "metadata": {"name": item.key.name}}
        return replace(item, body=body, key=ObjectKey.of(body))

    for unit in lab_built.units:
        unit.items = [bare(item) for item in unit.items]
    return Built(lab=lab_built.lab, units=lab_built.units)


def test_an_object_of_no_namespace() -> None:
    hits = list(RULES["HL173"].look(without_namespace(built(lab_of(deployment())))))
    assert hits == [
        (
            "app/deployment-web",
            "Deployment.apps web",
            "a Deployment lives in a namespace, and this one names none; add one",
        )
    ]


def test_an_object_of_the_cluster_in_a_namespace() -> None:
    body = {**thing("scheduling.k8s.io/v1", "PriorityClass", "vip", namespace="app"), "value": 1}
    assert found(lab_of(body), "HL173") == [
        "app/priorityclass-vip: PriorityClass.scheduling.k8s.io app/vip: a PriorityClass lives in no namespace, and this"
        " one names app; leave it out",
    ]


def test_objects_where_their_kinds_live() -> None:
    body = {**thing("scheduling.k8s.io/v1", "PriorityClass", "vip"), "value": 1}
    assert found(lab_of(deployment(), body), "HL173") == []
