"""Resources of containers for which the chart takes none: patched in after it is rendered."""

from __future__ import annotations

from ...constructs import Patch, resources

__all__ = ["PATCHES"]

_WHY = (
    "the chart takes no resources for this container, and without them the scheduler cannot tell what a machine bears"
)


def _patch(kind: str, name: str, *containers: tuple[str, str, tuple[str, str, str]]) -> Patch:
    """Containers by their place in the pod, each with its name there, so that another order of upstream's is noticed."""
    operations: list[dict[str, object]] = []
    for place, container, (cpu, memory, limit) in containers:
        at = f"/spec/template/spec/{place}"
        operations += [
            {"op": "test", "path": f"{at}/name", "value": container},
            {"op": "add", "path": f"{at}/resources", "value": resources(cpu=cpu, memory=memory, limit=limit)},
        ]
    return Patch(kind=kind, name=name, operations=operations, reason=_WHY)


PATCHES = (
    # A shell that sleeps, so that the image is on every machine.
    _patch("DaemonSet", "longhorn-manager", ("containers/1", "pre-pull-share-manager-image", ("1m", "4Mi", "16Mi"))),
    _patch(
        "Deployment",
        "longhorn-driver-deployer",
        ("initContainers/0", "wait-longhorn-manager", ("1m", "8Mi", "32Mi")),
        ("containers/0", "longhorn-driver-deployer", ("10m", "32Mi", "128Mi")),
    ),
    # An nginx with the files of a web page.
    _patch("Deployment", "longhorn-ui", ("containers/0", "longhorn-ui", ("10m", "32Mi", "128Mi"))),
)
