"""Flux serves every one of its objects."""

from __future__ import annotations

from ..model import group_of
from ..order import FLUX_GROUPS, Built
from ..schemas import nearest
from ._rule import Found, Hit, rule

_SERVED = {
    **dict.fromkeys(
        ("GitRepository", "OCIRepository", "HelmRepository", "HelmChart", "Bucket", "ExternalArtifact"),
        "source.toolkit.fluxcd.io/v1",
    ),
    "ArtifactGenerator": "source.extensions.fluxcd.io/v1beta1",
    "Kustomization": "kustomize.toolkit.fluxcd.io/v1",
    "HelmRelease": "helm.toolkit.fluxcd.io/v2",
    **dict.fromkeys(("ImageRepository", "ImagePolicy", "ImageUpdateAutomation"), "image.toolkit.fluxcd.io/v1"),
    "Provider": "notification.toolkit.fluxcd.io/v1beta3",
    "Alert": "notification.toolkit.fluxcd.io/v1beta3",
    "Receiver": "notification.toolkit.fluxcd.io/v1",
    **dict.fromkeys(
        ("FluxInstance", "FluxReport", "ResourceSet", "ResourceSetInputProvider"), "fluxcd.controlplane.io/v1"
    ),
}
"""The one version of each kind (source: the CRDs of Flux 2.9)."""

_REMOVED = {
    "source.toolkit.fluxcd.io/v1beta1": "2.7",
    "kustomize.toolkit.fluxcd.io/v1beta1": "2.7",
    "helm.toolkit.fluxcd.io/v2beta1": "2.7",
    "image.toolkit.fluxcd.io/v1beta1": "2.7",
    "notification.toolkit.fluxcd.io/v1beta1": "2.7",
    "source.toolkit.fluxcd.io/v1beta2": "2.8",
    "kustomize.toolkit.fluxcd.io/v1beta2": "2.8",
    "helm.toolkit.fluxcd.io/v2beta2": "2.8",
    "image.toolkit.fluxcd.io/v1beta2": "2.9",
    "notification.toolkit.fluxcd.io/v1beta2": "2.9",
}
"""The release of Flux that stopped to serve a version (source: Flux's changelog)."""


@rule(
    "HL203",
    "every_flux_object_has_the_served_version",
    example="""
-apiVersion: helm.toolkit.fluxcd.io/v2beta1
+apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: tea, namespace: tea}
""",
    says="""
HelmRelease.helm.toolkit.fluxcd.io tea/tea: its apiVersion is helm.toolkit.fluxcd.io/v2beta1, and
Flux 2.7 removed it; write helm.toolkit.fluxcd.io/v2
""",
)
def every_flux_object_has_the_served_version(built: Built) -> Found:
    """Flux serves every one of its objects.

    Each object of Flux is of the one version that Flux 2.9 serves; older ones are refused by the API server.
    """
    for kind, items in built.by_kind.items():
        if kind.group not in FLUX_GROUPS:
            continue
        for item in items:
            version = str(item.body.get("apiVersion"))
            served = _SERVED.get(kind.kind)
            if version == served:
                continue
            if served is None:
                near = nearest(kind.kind, sorted(_SERVED))
                fix = (
                    f"write kind: {near}" if near is not None else "write a kind that Flux has, or leave the object out"
                )
                yield Hit.of(item, f"its kind is {kind.kind}, which Flux 2.9 does not have", fix)
                continue
            removed = _REMOVED.get(version) if group_of(served) == kind.group else None
            why = f"Flux {removed} removed it" if removed else "Flux 2.9 does not serve it"
            yield Hit.of(item, f"its apiVersion is {version}, and {why}", f"write {served}")
