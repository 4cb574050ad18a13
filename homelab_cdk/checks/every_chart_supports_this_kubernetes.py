"""Every chart supports the Kubernetes of the lab."""

from __future__ import annotations

from .._errors import LockError
from ..model import satisfies
from ..order import Built
from ._rule import Found, Hit, rule


@rule("HL452", "every_chart_supports_this_kubernetes")
def every_chart_supports_this_kubernetes(built: Built) -> Found:
    """Every chart supports the Kubernetes of the lab.

    A chart may name the versions of Kubernetes that it supports (`kubeVersion`); Helm refuses to install it on
    another one.
    """
    version = built.lab.config.cluster.kubernetes
    for release, known in built.releases:
        constraint = known.facts.kube_version
        if not constraint or known.standing == "proven":
            # Nothing is proven that Helm refused to render for this version.
            continue
        try:
            supported = satisfies(version, constraint)
        except LockError as error:
            yield (
                release.construct,
                f"the chart {release.chart}",
                f"its kubeVersion is none that Helm could read: {error}",
            )
            continue
        if not supported:
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"it supports Kubernetes {constraint}, and the lab has {version}",
                "choose another version of the chart (`version`), or of Kubernetes (`cluster.kubernetes`)",
            )
