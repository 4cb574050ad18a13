from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import Lab
from tests.checks.looking import deployment, found, lab_of, thing, with_crds

GROUP = "postgresql.cnpg.io"


def database(**spec: Any) -> Lab:
    return with_crds(lab_of(thing(f"{GROUP}/v1", "Database", "web", namespace="app", spec=spec)), GROUP, "Database")


def stateful(**retention: str) -> Lab:
    body = deployment() | {"kind": "StatefulSet"}
    body["spec"]["persistentVolumeClaimRetentionPolicy"] = retention
    return lab_of(body)


def test_a_database_that_is_dropped_with_its_object() -> None:
    assert found(database(databaseReclaimPolicy="delete"), "HL772") == [
        "app/database-web: Database.postgresql.cnpg.io app/web: spec.databaseReclaimPolicy is delete, so that the database is"
        " dropped with this object; write retain",
    ]


def test_volumes_that_go_with_their_pods() -> None:
    assert found(stateful(whenDeleted="Retain", whenScaled="Delete"), "HL772") == [
        "app/statefulset-web: StatefulSet.apps app/web: spec.persistentVolumeClaimRetentionPolicy.whenScaled is Delete, so that"
        " its volumes go with its pods; write Retain",
    ]


def test_what_stays() -> None:
    assert found(database(), "HL772") == []
    assert found(database(databaseReclaimPolicy="retain"), "HL772") == []
    assert found(stateful(whenDeleted="Retain"), "HL772") == []
