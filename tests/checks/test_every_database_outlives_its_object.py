from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab
from tests.checks.looking import deployment, found, lab_of, thing, with_crds

GROUP = "postgresql.cnpg.io"


def database(**spec: str) -> Lab:
    return with_crds(lab_of(thing(f"{GROUP}/v1", "Database", namespace="app", spec=spec)), GROUP, "Database")


def keeper(**retention: str) -> Lab:
    spec = {**deployment()["spec"], "persistentVolumeClaimRetentionPolicy": retention}
    return lab_of(thing("apps/v1", "StatefulSet", spec=spec))


def test_a_database_that_goes_with_its_object() -> None:
    assert found(database(databaseReclaimPolicy="delete"), "HL772") == [
        "app/database-one: Database.postgresql.cnpg.io app/one: spec.databaseReclaimPolicy is delete, so that the"
        " database is dropped with this object; write retain",
    ]


def test_volumes_that_go_with_their_pods() -> None:
    assert found(keeper(whenDeleted="Retain", whenScaled="Delete"), "HL772") == [
        "app/statefulset-one: StatefulSet.apps app/one: spec.persistentVolumeClaimRetentionPolicy.whenScaled is"
        " Delete, so that its volumes go with its pods; write Retain",
    ]


@pytest.mark.parametrize(
    "lab", [database(), database(databaseReclaimPolicy="retain"), keeper(), keeper(whenDeleted="Retain")]
)
def test_data_that_stays(lab: Lab) -> None:
    assert found(lab, "HL772") == []
