"""Kubernetes serves every one of its own objects."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._schemas import schema_book
from ._versions import not_served


@rule(
    "HL153",
    "every_api_version_is_served",
    example="""
-apiVersion: batch/v1beta1
+apiVersion: batch/v1
 kind: CronJob
 metadata: {name: dump, namespace: gitea}
 spec:
   schedule: "0 3 * * *"
   jobTemplate:
     spec:
       template:
         spec:
           restartPolicy: Never
           containers: [{name: dump, image: "registry.example.com/gitea-dump:1.2.3"}]
""",
    says="""
CronJob.batch gitea/dump: its apiVersion is batch/v1beta1, which Kubernetes 1.25 removed, and the
lab runs 1.36; write apiVersion: batch/v1
""",
    see=("https://kubernetes.io/docs/reference/using-api/deprecation-guide/",),
)
def every_api_version_is_served(built: Built) -> Found:
    """Kubernetes serves every one of its own objects.

    Each object of Kubernetes' own is of a kind and a version that the lab's Kubernetes serves. The API server refuses
    one that was removed, and with it the whole unit.
    """
    book = schema_book(built)
    for kind, items in built.by_kind.items():
        for version in dict.fromkeys(str(item.body.get("apiVersion")) for item in items):
            told = not_served(version, kind, book)
            for item in items:
                if told is not None and item.body.get("apiVersion") == version:
                    yield Hit.of(item, *told)
