"""Nothing is deleted and made anew to change it."""

from __future__ import annotations

from ..changes import is_forced
from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule

_ANNOTATION = "kustomize.toolkit.fluxcd.io/force"
_DELETES = "makes Flux delete what it cannot change"
_FIX = "leave it out, and delete an object by hand at a quiet hour where that is meant"


@rule(
    "HL272",
    "nothing_is_forced",
    local=True,
    level="warning",
    example="""
 apiVersion: kustomize.toolkit.fluxcd.io/v1
 kind: Kustomization
 metadata: {name: web, namespace: flux-system}
-spec: {interval: 1h, path: ./web, prune: true, force: true, sourceRef: {kind: GitRepository, name: flux-system}}
+spec: {interval: 1h, path: ./web, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
""",
    says="""
Kustomization.kustomize.toolkit.fluxcd.io flux-system/web: spec.force makes Flux delete what it
cannot change; leave it out, and delete an object by hand at a quiet hour where that is meant
""",
)
def nothing_is_forced(built: Built) -> Found:
    """Nothing is deleted and made anew to change it.

    No Kustomization has `force`, and no object the annotation or label of Flux for it: with it, a change that the API server
    refuses deletes the object and makes it anew, volumes and all. No upgrade or rollback of a release has it either: Helm then
    writes over what others have written.
    """
    for item in built.items:
        if is_forced(item.body):
            yield Hit.of(item, f"{_ANNOTATION}: enabled {_DELETES}", _FIX)
    for item in built.of("kustomize.toolkit.fluxcd.io", "Kustomization"):
        if at(item.body, "spec").get("force") is True:
            yield Hit.of(item, f"spec.force {_DELETES}", _FIX)
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        spec = at(item.body, "spec")
        for action in ("upgrade", "rollback"):
            if at(spec, action).get("force") is True:
                yield Hit.of(
                    item,
                    f"spec.{action}.force makes Helm replace whole objects, with all that others have written into them,"
                    " where it does not apply them on the server",
                    "leave it out",
                )
