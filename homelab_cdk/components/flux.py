"""Flux: keeps the cluster equal to the repository."""

from __future__ import annotations

from typing import Literal, Unpack

import constructs

from .._errors import BuildError
from ..constructs import (
    FLUX_NAMESPACE,
    AlertRule,
    CommonOptions,
    Component,
    ComponentInfo,
    Dashboard,
    Endpoint,
    Pods,
    resources,
)
from ..model import Body, ChartPin, ContainerFact, PortFact, WorkloadFact

__all__ = ["FLUX_CRDS", "FLUX_SCHEMAS", "FLUX_VERSION", "Flux", "FluxSize"]

FluxSize = Literal["small", "medium", "large"]

FLUX_VERSION = "2.9.x"
"""Pinned to one minor, because minors of Flux remove APIs; patches of it come by themselves (source: flux-operator)."""

FLUX_CRDS = ChartPin(
    name="flux",
    version="v0.58.1",
    repository="git+https://github.com/controlplaneio-fluxcd/flux-operator",
    path="config/data/flux/v2.9.4",
)
"""The controllers' own manifests with their CRDs: no chart brings those, the operator installs them from such a folder."""

FLUX_SCHEMAS = f"flux {FLUX_VERSION}"
"""What the cache of schemas calls them."""

_OPERATOR = "https://raw.githubusercontent.com/controlplaneio-fluxcd/flux-operator/v0.58.1/config/monitoring/dashboards"
_EXAMPLES = (
    "https://raw.githubusercontent.com/fluxcd/flux2-monitoring-example/7ab65dc8b90f7a6751d88f18bbb4e1bee33bf334"
    "/monitoring/configs/dashboards"
)
"""Upstream tags nothing there, so a commit pins it."""

_IMAGES = {
    "source-controller": "v1.9.4",
    "kustomize-controller": "v1.9.4",
    "helm-controller": "v1.6.3",
    "notification-controller": "v1.9.3",
}
"""The controllers that this library's trees need, at the versions of Flux 2.9.4 (source: flux-operator,
`config/data/flux/v2.9.4`); image automation would edit files that the next synth overwrites."""

_PORTS = {"source-controller": {"http": 9090}, "notification-controller": {"http": 9090, "http-webhook": 9292}}
"""What they listen on beside metrics (8080) and health (9440), from the same files."""

_MEBI = 1024**2

_SIZES: dict[FluxSize, dict[str, tuple[int, int, int, int]]] = {
    "small": dict.fromkeys(_IMAGES, (100, 64, 1000, 512)),
    "medium": {**dict.fromkeys(_IMAGES, (100, 128, 2000, 1024)), "notification-controller": (100, 64, 1000, 1024)},
    "large": {
        **dict.fromkeys(_IMAGES, (100, 256, 3000, 3072)),
        "source-controller": (100, 256, 2000, 2048),
        "notification-controller": (100, 64, 1000, 1024),
    },
}
"""CPU in thousandths and memory in MiB, requested and at most (source: flux-operator, `internal/builder/profiles.go`)."""

_KINDS = "Kustomization|HelmRelease"
_SOURCES = "GitRepository|OCIRepository|HelmRepository|HelmChart|Bucket"


class Flux(Component):
    """Flux and the operator that installs and updates it, as the bootstrap has installed them.

    The bootstrap applies the same objects once, before there is a tree; from then on they are kept equal to the tree like
    everything else. Nothing of them is ever pruned: a Flux that leaves the tree would remove itself half-way.

    The operator's own web page stays off, because it shows the state of the lab to everybody in the cluster; Grafana has
    the same from the metrics.
    """

    info = ComponentInfo(
        name="flux",
        title="Flux",
        about="keeps the cluster equal to the repository",
        slot="gitOps",
        layer="infrastructure",
        phase=1,
        docs="https://fluxoperator.dev/docs/",
        namespace=FLUX_NAMESPACE,
        chart=ChartPin(
            name="flux-operator",
            version="0.58.1",
            repository="oci://ghcr.io/controlplaneio-fluxcd/charts/flux-operator",
        ),
        licence="Apache-2.0 AND AGPL-3.0-only",
        wide_rights="applies whatever the repository holds, roles included",
        essential=True,
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "flux",
        *,
        size: FluxSize = "small",
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install Flux.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            size: how much the controllers do at once and may use: `small` for up to about 50 units, `medium` beyond, `large`
                for thousands; by default `small`.
            **common: what every component takes.

        Raises:
            BuildError: the namespace is not `flux-system`, where every object of the tree looks for Flux; or its operator is
                to be delivered as plain manifests, which nothing but Flux would apply.
        """
        super().__init__(scope, id, **common)
        if common.get("delivery") == "rendered":
            raise BuildError(f"{self.path}: only Helm can install Flux before it is there; leave `delivery` at `helm`")
        if self.namespace != FLUX_NAMESPACE:
            raise BuildError(
                f"{self.path}: the namespace is {self.namespace!r}, and everything in the tree looks for Flux in"
                f" {FLUX_NAMESPACE}; leave the option out"
            )
        self.size = size
        self.release = self.add_chart(
            {
                "priorityClassName": "system-cluster-critical",
                # Every five minutes by default, too seldom for alerts (source: the operator's page on monitoring).
                "reporting": {"interval": "30s"},
                "resources": resources(cpu="100m", memory="64Mi", limit="1Gi"),
                "web": {"enabled": False},
            },
            name="flux-operator",
        )
        self.instance = self.protect(self.add_manifest(self._instance()))
        self.children.extend(_controller(name, size) for name in _IMAGES)
        self._show()

    def _instance(self) -> Body:
        git = self.surroundings.config.git
        sync: Body = {
            "kind": "GitRepository",
            "url": git.url,
            "ref": f"refs/heads/{git.branch}",
            "path": "generated/flux-system",
            "interval": "1m",
        }
        if git.secret is not None:
            sync["pullSecret"] = git.secret
        return {
            "apiVersion": "fluxcd.controlplane.io/v1",
            "kind": "FluxInstance",
            "metadata": {"name": "flux", "namespace": FLUX_NAMESPACE},
            "spec": {
                "distribution": {"version": FLUX_VERSION, "registry": "ghcr.io/fluxcd"},
                "components": list(_IMAGES),
                "cluster": {"type": "kubernetes", "size": self.size, "networkPolicy": True},
                "sync": sync,
            },
        }

    def _show(self) -> None:
        """Metrics, alerts and dashboards; the FluxInstance's own policies let metrics (8080) in from every namespace."""
        controllers = Pods(namespace=FLUX_NAMESPACE, labels={"app.kubernetes.io/part-of": "flux"})
        self.monitoring.scrape(Endpoint(pods=controllers, port=8080, name="flux-controllers"))
        labels = {"app.kubernetes.io/instance": "flux-operator", "app.kubernetes.io/name": "flux-operator"}
        self.monitoring.scrape(Endpoint.of_service(self.release, "flux-operator", "http", fallback=labels, number=8080))
        self.monitoring.alert("flux", _ALERTS)
        for name, folder in (("flux-performance", _OPERATOR), ("flux-k8s-api-performance", _OPERATOR)):
            self.monitoring.dashboard(Dashboard(name=name, folder="Flux", url=f"{folder}/{name}.json"))
        self.monitoring.dashboard(
            Dashboard(name="flux-control-plane", folder="Flux", url=f"{_EXAMPLES}/control-plane.json")
        )


def _controller(name: str, size: FluxSize) -> WorkloadFact:
    """A controller as the operator makes it of a FluxInstance."""
    cpu, memory, cpu_limit, memory_limit = _SIZES[size][name]
    ports = {**_PORTS.get(name, {}), "http-prom": 8080, "healthz": 9440}
    container = ContainerFact(
        name="manager",
        image=f"ghcr.io/fluxcd/{name}:{_IMAGES[name]}",
        cpu_request=cpu,
        memory_request=memory * _MEBI,
        cpu_limit=cpu_limit,
        memory_limit=memory_limit * _MEBI,
        ports=tuple(PortFact(name=port, number=number) for port, number in ports.items()),
    )
    labels = {"app": name, "app.kubernetes.io/component": name, "app.kubernetes.io/part-of": "flux"}
    return WorkloadFact(
        kind="Deployment",
        namespace=FLUX_NAMESPACE,
        name=name,
        labels=tuple(labels.items()),
        containers=(container,),
    )


def _not_ready(kinds: str) -> str:
    """The objects of some kinds that are not ready and not suspended (source: `internal/reporter/metrics.go`)."""
    return (
        "max by (kind, exported_namespace, name)"
        f' (flux_resource_info{{kind=~"{kinds}", ready!="True", suspended!="True"}}) == 1'
    )


_ALERTS = (
    AlertRule(
        name="FluxCannotReadTheRepository",
        expr=_not_ready("GitRepository"),
        minutes=15,
        severity="critical",
        summary="Flux cannot read {{ $labels.name }}: no commit is rolled out any more.",
        description="Look at `kubectl --namespace flux-system describe gitrepository`: the address, the credentials, or"
        " the Git server itself.",
    ),
    AlertRule(
        name="FluxSourceNotReady",
        expr=_not_ready("OCIRepository|HelmRepository|HelmChart|Bucket"),
        minutes=60,
        summary="{{ $labels.kind }} {{ $labels.exported_namespace }}/{{ $labels.name }} cannot be fetched.",
        description="What is installed goes on running; upgrades from there wait until its registry answers again.",
    ),
    AlertRule(
        name="FluxCannotApply",
        expr=_not_ready(_KINDS),
        minutes=30,
        summary="{{ $labels.kind }} {{ $labels.exported_namespace }}/{{ $labels.name }} has not become ready for half"
        " an hour.",
        description="The cluster differs from the repository there. `kubectl describe` on the object says why; what"
        " depends on it waits.",
    ),
    AlertRule(
        name="FluxSuspended",
        expr=f'max by (kind, exported_namespace, name) (flux_resource_info{{kind=~"{_KINDS}|{_SOURCES}",'
        ' suspended="True"}) == 1',
        minutes=24 * 60,
        severity="info",
        summary="{{ $labels.kind }} {{ $labels.exported_namespace }}/{{ $labels.name }} has been suspended for a day.",
        description="Somebody has stopped it and commits do not reach it; resume it when the work on it is done.",
    ),
    AlertRule(
        name="FluxInstanceNotReady",
        expr='max by (name) (flux_instance_info{ready!="True"}) == 1',
        minutes=15,
        severity="critical",
        summary="Flux itself is not installed as it should be.",
        description="Look at `kubectl --namespace flux-system describe fluxinstance flux`.",
    ),
    AlertRule(
        name="FluxControllerMissing",
        expr=" or ".join(
            f'absent(controller_runtime_max_concurrent_reconciles{{controller="{name}"}})'
            for name in ("gitrepository", "kustomization", "helmrelease")
        ),
        minutes=15,
        severity="critical",
        summary="No controller of Flux answers for {{ $labels.controller }}: its part of the repository is not applied.",
        description="Look at the pods: `kubectl --namespace flux-system get pods`.",
    ),
    AlertRule(
        name="FluxOperatorMissing",
        expr="absent(flux_operator_info)",
        minutes=15,
        summary="The operator of Flux gives no metrics, so nobody watches Flux itself.",
        description="Look at `kubectl --namespace flux-system get deployment flux-operator`.",
    ),
)
