from __future__ import annotations

from tests.checks.custom import GROUP, lab_with_chart, lab_with_crd, pot
from tests.checks.looking import deployment, found, lab_of, service, thing


def test_an_object_of_the_cluster_in_a_namespace() -> None:
    assert found(lab_of(thing("storage.k8s.io/v1", "StorageClass", namespace="app")), "HL173") == [
        "app/storageclass-one: StorageClass.storage.k8s.io app/one: a StorageClass lives in no namespace, and this"
        " one names app; leave it out",
    ]


def test_an_object_without_its_namespace() -> None:
    assert found(lab_with_chart(thing(f"{GROUP}/v1", "Pot")), "HL173") == [
        "tea/pot-one: Pot.tea.example.com one: a Pot lives in a namespace, and this one names none; add one",
    ]


def test_an_object_of_a_kind_of_the_lab() -> None:
    assert len(found(lab_with_crd(thing(f"{GROUP}/v1", "Pot")), "HL173")) == 1
    assert found(lab_with_crd(pot(kind="green")), "HL173") == []


def test_objects_where_they_belong() -> None:
    lab = lab_of(deployment(), service(), thing("storage.k8s.io/v1", "StorageClass"))
    assert found(lab, "HL173") == []
