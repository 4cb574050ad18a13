"""Every chart supports the Kubernetes of the lab."""

from __future__ import annotations

from .._errors import LockError
from ..model import K3S_RELEASES, Cluster, satisfies
from ..order import Built
from ._rule import Found, Hit, Unknown, rule


@rule(
    "HL452",
    "every_chart_supports_this_kubernetes",
    needs="lab",
    example={
        "homelab.yaml": """
-cluster: {kubernetes: "1.36"}
+cluster: {kubernetes: "1.35"}
""",
        "apps/rancher.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     HelmApp(
         lab,
         "rancher",
         chart="operator",
         version="1.2.3",
         repository="oci://charts.example.com/operator",
         values={"replicas": 1},
     )
""",
        "homelab.lock": """
 rancher: {kube_version: ">=1.25.0-0 <1.36.0-0"}
""",
    },
    says="""
the chart operator 1.2.3: it supports Kubernetes >=1.25.0-0 <1.36.0-0, and the lab has 1.36.3; choose
another version of the chart (`version`), or Kubernetes 1.35 for the lab (`cluster.kubernetes`)
""",
    see=("https://helm.sh/docs/topics/charts/#the-chartyaml-file",),
)
def every_chart_supports_this_kubernetes(built: Built) -> Found:
    """Every chart supports the Kubernetes of the lab.

    A chart may name the versions of Kubernetes that it supports (`kubeVersion`); Helm refuses to install it on
    another one. What counts is the patch release that the machines run, as the release of k3s names it. Where only another
    version of the chart was seen, what this one supports cannot be told.
    """
    cluster = built.lab.config.cluster
    for release, known in built.releases:
        constraint = known.facts.kube_version
        if not constraint:
            continue
        about = f"the chart {release.chart}"
        try:
            # Asked of proven facts as well: they hold for a minor, and the machines may have been given another patch since.
            if satisfies(cluster.version, constraint):
                continue
        except LockError as error:
            reason, instead = f"its kubeVersion is none that Helm could read: {error}", ""
        else:
            reason = f"it supports Kubernetes {constraint}, and the lab has {cluster.version}"
            instead = _instead(cluster, constraint)
        if known.entry is not None and known.entry.chart.version != release.chart.version:
            because = f"what Kubernetes it supports is not known; of {known.entry.chart}, which was seen last: {reason}"
            yield Unknown(release.construct, about, because, "run `homelab lock`")
            continue
        yield Hit(release.construct, about, reason, f"choose another version of the chart (`version`){instead}")


def _instead(cluster: Cluster, constraint: str) -> str:
    """Which Kubernetes the lab could have in place of its own; nothing where none that is known would do."""
    releases = K3S_RELEASES if cluster.distribution == "k3s" else {minor: minor for minor in K3S_RELEASES}
    fitting = [minor for minor, release in releases.items() if satisfies(release, constraint)]
    if cluster.kubernetes in fitting:
        return f", or k3s {releases[cluster.kubernetes]} for the lab (`cluster.k3sVersion`)"
    return f", or Kubernetes {fitting[-1]} for the lab (`cluster.kubernetes`)" if fitting else ""
