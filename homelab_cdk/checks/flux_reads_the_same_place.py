"""Flux goes on reading the same folder of the same repository."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..changes import Difference
from ..model import ObjectKey
from ._read import at
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL861",
    "flux_reads_the_same_place",
    example={
        "flux/fluxinstance-flux.yaml": """
 apiVersion: fluxcd.controlplane.io/v1
 kind: FluxInstance
 metadata: {name: flux, namespace: flux-system}
 spec:
   sync:
     kind: GitRepository
-    url: https://git.example.com/me/homelab.git
+    url: https://gitea.home.example.com/me/homelab.git
     ref: refs/heads/main
     path: generated/flux-system
"""
    },
    says="""
FluxInstance.fluxcd.controlplane.io flux-system/flux: Flux reads another place (url
https://git.example.com/me/homelab.git → https://gitea.home.example.com/me/homelab.git) and deletes
what is not there; push the same tree to the new place before this is applied; if it is meant, say
so in homelab.yaml: accept: [{change: delete, object: FluxInstance flux-system/flux, reason: ...}]
""",
    harmless={
        "flux/fluxinstance-flux.yaml": """
 apiVersion: fluxcd.controlplane.io/v1
 kind: FluxInstance
 metadata: {name: flux, namespace: flux-system}
 spec:
   sync:
     kind: GitRepository
-    url: https://git.example.com/me/homelab.git
+    url: ssh://git@git.example.com/me/homelab
     ref: refs/heads/main
     path: generated/flux-system
"""
    },
    see=("https://github.com/fluxcd/flux2/pull/1035",),
)
def flux_reads_the_same_place(difference: Difference) -> ChangeFound:
    """Flux goes on reading the same folder of the same repository.

    What the other place does not have, Flux prunes: everything, where the folder is empty. Where there is no such folder it
    stands still. The same holds for a Kustomization that reads another source. A URL of the same repository by another
    protocol is the same place.
    """
    was, now = (_syncs(tree.early) for tree in (difference.before, difference.after))
    for key, sync in was.items():
        # Flux leaves what it has applied alone when its FluxInstance is deleted.
        then = now.get(key, sync)
        changed = [
            f"{name} {sync.get(name) or 'nothing'} → {then.get(name) or 'nothing'}"
            for name in ("kind", "url", "ref", "path", "name")
            if _place(sync.get(name)) != _place(then.get(name))
        ]
        if changed:
            yield ChangeHit(
                "delete",
                key,
                f"Flux reads another place ({', '.join(changed)}) and deletes what is not there",
                "push the same tree to the new place before this is applied",
            )
    for change in difference.of("change", "adopt"):
        if change.key.kind != "Kustomization" or change.before is None or change.after is None:
            continue
        old, new = (at(placed.body, "spec", "sourceRef") for placed in (change.before, change.after))
        home = change.key.namespace
        if _source(old, home) != _source(new, home):
            yield ChangeHit(
                "delete",
                change.key,
                f"it reads {_named(new, home)} instead of {_named(old, home)}, and deletes what is not there",
                "make sure that the new source has the same objects before this is applied",
            )


def _named(reference: Mapping[str, Any], home: str) -> str:
    kind, namespace, name = _source(reference, home)
    return f"{kind} {namespace}/{name}"


def _source(reference: Mapping[str, Any], home: str) -> tuple[object, ...]:
    return reference.get("kind"), reference.get("namespace") or home, reference.get("name")


def _syncs(early: tuple[Mapping[str, Any], ...]) -> dict[ObjectKey, Mapping[str, Any]]:
    return {ObjectKey.of(body): at(body, "spec", "sync") for body in early if body.get("kind") == "FluxInstance"}


def _place(value: object) -> str:
    """What a part of `sync` says, whatever the protocol of a URL."""
    text = str(value or "").removesuffix("/").removesuffix(".git")
    return text.partition("://")[2].rpartition("@")[2] or text.removeprefix("./")
