"""Flux has the controllers that its objects in the tree need."""

from __future__ import annotations

from ..order import Built
from ._read import at, texts
from ._rule import Found, Hit, rule

_BASE = ("source-controller", "kustomize-controller", "helm-controller", "notification-controller")
"""What the operator installs where an instance names no components (source: the FluxInstance CRD)."""

_CONTROLLERS = {
    "helm.toolkit.fluxcd.io": "helm-controller",
    "kustomize.toolkit.fluxcd.io": "kustomize-controller",
    "notification.toolkit.fluxcd.io": "notification-controller",
    "source.toolkit.fluxcd.io": "source-controller",
    "source.extensions.fluxcd.io": "source-watcher",
}
_IMAGES = {"ImageUpdateAutomation": "image-automation-controller"}


@rule(
    "HL270",
    "flux_has_every_controller",
    example="""
 apiVersion: fluxcd.controlplane.io/v1
 kind: FluxInstance
 metadata: {name: flux, namespace: flux-system}
 spec:
   distribution: {version: "2.9.x", registry: ghcr.io/fluxcd}
-  components: [source-controller, kustomize-controller]
+  components: [source-controller, kustomize-controller, helm-controller]
 ---
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: web, namespace: web}
 spec: {interval: 1h, releaseName: web, chartRef: {kind: OCIRepository, name: web}}
""",
    says="""
FluxInstance.fluxcd.controlplane.io flux-system/flux: spec.components has no helm-controller, which
HelmRelease.helm.toolkit.fluxcd.io web/web needs; add it
""",
)
def flux_has_every_controller(built: Built) -> Found:
    """Flux has the controllers that its objects in the tree need.

    The components of each FluxInstance include the controller of each kind of Flux object that the lab has, and those that read
    the repository. Nobody acts on an object without its controller, and its unit waits until the timeout.
    """
    needed = {"source-controller": "the repository", "kustomize-controller": "the units"}
    for kind, items in built.by_kind.items():
        controller = _CONTROLLERS.get(kind.group)
        if kind.group == "image.toolkit.fluxcd.io":
            controller = _IMAGES.get(kind.kind, "image-reflector-controller")
        if controller is not None and items:
            needed.setdefault(controller, str(items[0].key))
    for item in built.of("fluxcd.controlplane.io", "FluxInstance"):
        there = texts(at(item.body, "spec").get("components")) or list(_BASE)
        for controller, why in needed.items():
            if controller not in there:
                yield Hit.of(item, f"spec.components has no {controller}, which {why} needs", "add it")
