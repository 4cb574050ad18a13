"""A release as k3s installs it by itself."""

from __future__ import annotations

from ..constructs import write_values
from ..model import Body, Release

__all__ = ["UNMANAGED", "helm_chart", "install_job"]

UNMANAGED = "helmcharts.helm.cattle.io/unmanaged"
"""With this annotation, whatever its value, k3s neither upgrades nor uninstalls the release any more (source: `shouldManage`
in k3s-io/helm-controller: the handlers of changes and of removal both return at once)."""

FAILURE_POLICY = "abort"


def helm_chart(release: Release) -> Body:
    """The `HelmChart` that makes k3s install the very release that Flux finds and takes over later.

    The release is named after the HelmChart, and lives with its records in `targetNamespace`, where the HelmRelease of the
    tree has both as well.
    """
    chart = release.chart
    spec: Body = (
        {"chart": chart.repository}
        if chart.repository.startswith("oci://")
        else {
            "repo": chart.repository,
            "chart": chart.name,
        }
    )
    spec |= {
        "version": chart.version,
        "targetNamespace": release.namespace,
        "createNamespace": True,
        "bootstrap": True,
        "failurePolicy": FAILURE_POLICY,
    }
    if release.values:
        spec["valuesContent"] = write_values(release.values)
    return {
        "apiVersion": "helm.cattle.io/v1",
        "kind": "HelmChart",
        "metadata": {"name": release.name, "namespace": "kube-system"},
        "spec": spec,
    }


def install_job(release: Release) -> str:
    """The name of the Job in `kube-system` that installs a release (source: `jobName` in k3s-io/helm-controller)."""
    return f"helm-install-{release.name}"
