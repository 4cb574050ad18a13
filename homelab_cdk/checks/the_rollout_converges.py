"""From an empty cluster everything becomes ready."""

from __future__ import annotations

from ..model import ObjectKey
from ..order import FLUX_NAMESPACE, Built
from ..rollout import rollout_of, simulate
from ._rule import Found, Hit, rule
from ._standing import unseen
from ._twins import without_twins

_OTHERS = frozenset({"account", "config map", "secret", "source", "suspended", "timeout"})
"""Faults that rules of their own look at, more closely or more leniently: a person may create a Secret."""


@rule(
    "HL303",
    "the_rollout_converges",
    needs="lab",
    example={
        "apps/media/media.yaml": """
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: media}
 spec:
   selector: {matchLabels: {app: media}}
   template:
     metadata: {labels: {app: media}}
     spec:
       containers:
         - {name: media, image: "registry.example.com/media:1.2.3", volumeMounts: [{name: library, mountPath: /library}]}
       volumes: [{name: library, persistentVolumeClaim: {claimName: library}}]
+---
+apiVersion: v1
+kind: PersistentVolumeClaim
+metadata: {name: library}
+spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 100Gi}}}
""",
        "apps/volumes/library.yaml": """
-apiVersion: v1
-kind: PersistentVolumeClaim
-metadata: {name: library, namespace: media}
-spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 100Gi}}}
""",
    },
    says="""
Deployment.apps media/media: waits for itself: Deployment.apps media/media has to be ready before
Kustomization.kustomize.toolkit.fluxcd.io flux-system/media is; Deployment.apps media/media mounts
the PersistentVolumeClaim library; PersistentVolumeClaim media/library is applied by
Kustomization.kustomize.toolkit.fluxcd.io flux-system/volumes;
Kustomization.kustomize.toolkit.fluxcd.io flux-system/volumes depends on
Kustomization.kustomize.toolkit.fluxcd.io flux-system/media; let one Kustomization apply what needs
each other, or take one of these needs away
""",
    see=(
        "https://github.com/fluxcd/kustomize-controller/issues/601",
        "https://github.com/fluxcd/flux2/issues/1806",
        "https://github.com/cert-manager/cert-manager/issues/4453",
    ),
)
def the_rollout_converges(built: Built) -> Found:
    """From an empty cluster everything becomes ready.

    The roll-out is simulated: the bootstrap set, then the tree as Flux applies it, with CRDs, webhooks, namespaces and
    storage classes appearing when their owner is ready. Nothing is refused on the way, however long each step takes, and
    nothing waits for ever; `homelab graph --waves` shows it wave by wave.
    """
    constructs = {
        ObjectKey("kustomize.toolkit.fluxcd.io", "Kustomization", FLUX_NAMESPACE, unit.name): unit.chart.path
        for unit in built.units
    }
    # Only where something is wrong with one of a sort, all of them are followed.
    few = without_twins(built)
    blocks = simulate(rollout_of(few)).blocks
    if few is not built and any(block.reason not in _OTHERS for block in blocks):
        blocks = simulate(rollout_of(built)).blocks
    for block in blocks:
        if block.reason in _OTHERS:
            continue
        item = built.by_key.get(block.object) or built.by_key.get(block.where)
        where = item.path if item is not None else constructs.get(block.where, "lab")
        yield Hit(where, str(block.object), block.what, block.fix)
    yield from unseen(built)
