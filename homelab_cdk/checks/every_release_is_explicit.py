"""A release's name and place follow from nothing but itself."""

from __future__ import annotations

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule


@rule(
    "HL404",
    "every_release_is_explicit",
    example="""
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: tea, namespace: tea}
 spec:
+  releaseName: tea
   targetNamespace: tea
+  storageNamespace: tea
""",
    says="""
HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.releaseName is not set, so that it is derived from
other fields; write releaseName: tea

HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.targetNamespace is 'tea' and storageNamespace is
not set, so that the release's Secrets live apart from it; set both, or neither
""",
)
def every_release_is_explicit(built: Built) -> Found:
    """A release's name and place follow from nothing but itself.

    Each HelmRelease writes its `releaseName`, and `targetNamespace` and `storageNamespace` together or not at all:
    a derived one changes with its neighbours, and a changed one uninstalls the release first.
    """
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        spec = at(item.body, "spec")
        if not spec.get("releaseName"):
            yield Hit.of(
                item,
                "spec.releaseName is not set, so that it is derived from other fields",
                f"write releaseName: {item.key.name}",
            )
        target, storage = spec.get("targetNamespace"), spec.get("storageNamespace")
        if bool(target) != bool(storage):
            given = f"targetNamespace is {target!r}" if target else f"storageNamespace is {storage!r}"
            other = "storageNamespace" if target else "targetNamespace"
            yield Hit.of(
                item,
                f"spec.{given} and {other} is not set, so that the release's Secrets live apart from it",
                "set both, or neither",
            )
