"""Data stays when the object that asked for it goes."""

from __future__ import annotations

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule


@rule(
    "HL772",
    "every_database_outlives_its_object",
    level="warning",
    local=True,
    example="""
 apiVersion: postgresql.cnpg.io/v1
 kind: Database
 metadata: {name: web, namespace: db}
-spec: {name: web, owner: web, cluster: {name: main}, databaseReclaimPolicy: delete}
+spec: {name: web, owner: web, cluster: {name: main}, databaseReclaimPolicy: retain}
""",
    says="""
Database.postgresql.cnpg.io db/web: spec.databaseReclaimPolicy is delete, so that the database is
dropped with this object; write retain
""",
)
def every_database_outlives_its_object(built: Built) -> Found:
    """Data stays when the object that asked for it goes.

    No Database of CloudNativePG is dropped with its object (`databaseReclaimPolicy: delete`), and no StatefulSet takes its
    volumes along (`persistentVolumeClaimRetentionPolicy`): an object is gone with one wrong commit, and can be made again;
    data cannot.
    """
    for item in built.of("postgresql.cnpg.io", "Database"):
        policy = at(item.body, "spec").get("databaseReclaimPolicy", "retain")
        if policy != "retain":
            yield Hit.of(
                item,
                f"spec.databaseReclaimPolicy is {policy}, so that the database is dropped with this object",
                "write retain",
            )
    for item in built.of("apps", "StatefulSet"):
        retention = at(item.body, "spec", "persistentVolumeClaimRetentionPolicy")
        for moment in ("whenDeleted", "whenScaled"):
            if retention.get(moment) == "Delete":
                yield Hit.of(
                    item,
                    f"spec.persistentVolumeClaimRetentionPolicy.{moment} is Delete, so that its"
                    " volumes go with its pods",
                    "write Retain",
                )
