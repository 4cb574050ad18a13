"""What is written is what is applied."""

from __future__ import annotations

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule


@rule(
    "HL206",
    "nothing_is_substituted",
    example="""
 apiVersion: kustomize.toolkit.fluxcd.io/v1
 kind: Kustomization
 metadata: {name: secrets, namespace: flux-system}
 spec:
   path: ./secrets
   interval: 1h
   timeout: 5m
   retryInterval: 2m
   prune: true
   sourceRef: {kind: GitRepository, name: flux-system}
-  postBuild: {substitute: {domain: home.example.com}}
""",
    says="""
Kustomization.kustomize.toolkit.fluxcd.io flux-system/secrets: spec.postBuild substitutes variables
after the build; write the values out in Python, and leave it out
""",
    see=(
        "https://github.com/fluxcd/kustomize-controller/issues/1692",
        "https://github.com/fluxcd/flux2/issues/5967",
    ),
)
def nothing_is_substituted(built: Built) -> Found:
    """What is written is what is applied.

    No Kustomization has a `postBuild`: every value is known when the tree is written, and with one each `${…}` of a
    dashboard or a script has to be escaped.
    """
    for item in built.of("kustomize.toolkit.fluxcd.io", "Kustomization"):
        if at(item.body, "spec").get("postBuild"):
            yield Hit.of(
                item,
                "spec.postBuild substitutes variables after the build",
                "write the values out in Python, and leave it out",
            )
