"""Namespaces are made by the tree, not by releases."""

from __future__ import annotations

from ..model import STANDING_NAMESPACES
from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule


@rule(
    "HL210",
    "every_namespace_is_an_object",
    level="warning",
    example="""
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: tea, namespace: tea}
 spec:
-  install: {createNamespace: true}
+  install: {createNamespace: false}
+---
+apiVersion: v1
+kind: Namespace
+metadata: {name: tea}
""",
    says="""
HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.install.createNamespace is true, so that the
namespace belongs to nobody; leave it out, and make the namespace with `add_namespace`
""",
    see=("https://github.com/fluxcd/kustomize-controller/issues/698",),
)
def every_namespace_is_an_object(built: Built) -> Found:
    """Namespaces are made by the tree, not by releases.

    No HelmRelease sets `install.createNamespace`: such a namespace has no owner, no Pod Security level and no network
    policies, and nothing ever removes it. In a tree that was not made from a lab, one that is an object there, or is there
    in each cluster, may be asked for besides.
    """
    there = {item.key.name for item in built.of("", "Namespace")} | STANDING_NAMESPACES if built.is_bare else set[str]()
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        spec = at(item.body, "spec")
        place = str(spec.get("targetNamespace") or item.key.namespace)
        if at(spec, "install").get("createNamespace") is True and place not in there:
            yield Hit.of(
                item,
                "spec.install.createNamespace is true, so that the namespace belongs to nobody",
                "leave it out, and make the namespace with `add_namespace`",
            )
