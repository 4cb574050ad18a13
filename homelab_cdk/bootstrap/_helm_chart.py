"""A release as k3s installs it by itself."""

from __future__ import annotations

from ..constructs import write_values
from ..model import Body, Release

__all__ = ["UNMANAGED", "helm_chart", "install_job"]

UNMANAGED = "helmcharts.helm.cattle.io/unmanaged"
"""With this annotation, whatever its value, k3s neither upgrades nor uninstalls the release any more (source: `shouldManage`
in k3s-io/helm-controller: the handlers of changes and of removal both return at once)."""

FAILURE_POLICY = "abort"
"""What k3s does about a failed release: nothing. Its default would uninstall it and install it anew, and with a CNI that takes
the network from every pod of the cluster.

No order of two releases makes the first install fail for good: Helm looks up the kinds of all objects before it records the
release (`RunWithContext` in `pkg/action/install.go`), so an operator whose CRDs are not there yet leaves nothing behind, its
container ends with 1, and the kubelet starts it again (`restartPolicy: OnFailure`, a thousand times). What does leave a
record is an attempt that is cut off, or that the API refuses, while objects are being created: klipper-helm makes that
`failed`, and with this policy it stays so. Deleting the record (a Secret) is enough: the next attempt takes the objects that
carry the release's name for its own (`existingResourceConflict`). `retry` would do as much by itself, but only k3s from July
2026 on takes it, and others refuse the whole HelmChart."""


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
