"""The Flux objects of a release."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Body, Release
from ._flux import DRIFT_INTERVAL, RELEASE_RETRY, SOURCE_INTERVAL

__all__ = ["release_body", "source_body"]


def source_body(release: Release) -> Body:
    """Where Flux reads the chart from: an `OCIRepository`, or a `HelmRepository`."""
    chart = release.chart
    metadata = {"name": release.name, "namespace": release.namespace}
    if chart.repository.startswith("oci://"):
        return {
            "apiVersion": "source.toolkit.fluxcd.io/v1",
            "kind": "OCIRepository",
            "metadata": metadata,
            "spec": {
                "interval": SOURCE_INTERVAL,
                "url": chart.repository,
                "ref": {"tag": chart.version},
                "layerSelector": {
                    "mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                    "operation": "copy",
                },
            },
        }
    return {
        "apiVersion": "source.toolkit.fluxcd.io/v1",
        "kind": "HelmRepository",
        "metadata": metadata,
        "spec": {"interval": SOURCE_INTERVAL, "url": chart.repository},
    }


def release_body(release: Release, values: Body, timeout: int, after: Sequence[str]) -> Body:
    """The `HelmRelease`: `timeout` in minutes, `after` the names of releases of the same namespace that come first."""
    chart = release.chart
    reference: Body
    if chart.repository.startswith("oci://"):
        reference = {"chartRef": {"kind": "OCIRepository", "name": release.name}}
    else:
        source = {"kind": "HelmRepository", "name": release.name}
        reference = {"chart": {"spec": {"chart": chart.name, "version": chart.version, "sourceRef": source}}}
    strategy = {"name": "RetryOnFailure", "retryInterval": RELEASE_RETRY}
    return {
        "apiVersion": "helm.toolkit.fluxcd.io/v2",
        "kind": "HelmRelease",
        "metadata": {"name": release.name, "namespace": release.namespace},
        "spec": {
            "interval": DRIFT_INTERVAL,
            "timeout": f"{timeout}m",
            "releaseName": release.name,
            **({"dependsOn": [{"name": name} for name in after]} if after else {}),
            **reference,
            "install": {"crds": "CreateReplace", "strategy": strategy},
            "upgrade": {"crds": "CreateReplace", "cleanupOnFail": True, "strategy": dict(strategy)},
            "driftDetection": {"mode": "enabled"},
            "values": values,
        },
    }
