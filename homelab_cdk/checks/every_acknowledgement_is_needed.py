"""A change that is accepted in `homelab.yaml` still happens."""

from __future__ import annotations

from ..changes import Difference
from ._rule import ChangeFound, change_rule

CODE = "HL869"


@change_rule(
    CODE,
    "every_acknowledgement_is_needed",
    level="warning",
    example={
        "homelab.yaml": """
 # The claim went in an earlier commit, which Flux has applied.
 accept:
   - change: delete
     object: PersistentVolumeClaim media/library
     reason: moved to the NAS
""",
        "generated/apps/media": """
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: jellyfin, namespace: media}
-spec: {replicas: 0}
+spec: {replicas: 1}
""",
    },
    says="""
PersistentVolumeClaim media/library: nobody asks whether it may be deleted any more; remove this
entry of `accept` from homelab.yaml
""",
    harmless={
        "homelab.yaml": """
 accept:
   - change: delete
     object: PersistentVolumeClaim media/library
     reason: moved to the NAS
""",
        "generated/apps/media": """
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: jellyfin, namespace: media}
 spec: {replicas: 0}
----
-apiVersion: v1
-kind: PersistentVolumeClaim
-metadata: {name: library, namespace: media}
-spec: {storageClassName: longhorn, accessModes: [ReadWriteOnce], resources: {requests: {storage: 200Gi}}}
""",
    },
)
def every_acknowledgement_is_needed(difference: Difference) -> ChangeFound:
    """A change that is accepted in `homelab.yaml` still happens.

    Such an acceptance is for one change. Once Flux has applied that, it would only hide the next one of its kind.
    """
    # Known only after all others have looked: `examine_changes` adds it.
    yield from ()
