"""MetalLB: addresses of the lab's own network for Services of type LoadBalancer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import constructs

from .._errors import BuildError
from ..constructs import (
    AlertRule,
    CommonOptions,
    Component,
    ComponentInfo,
    Dashboard,
    Endpoint,
    HelmRelease,
    LoadBalancer,
    Outside,
    Panel,
    Pods,
    dashboard_model,
    resources,
)
from ..model import ChartPin, IpRange

__all__ = ["MetalLB"]

METRICS = 9120
"""HTTPS, for those alone whose token may read `/metrics` (source: the chart's `prometheus.metricsPort`)."""

ALERTS = (
    AlertRule(
        name="MetalLBPoolExhausted",
        expr="metallb_allocator_addresses_in_use_total >= on(pool) metallb_allocator_addresses_total",
        minutes=5,
        summary="No address is left in the pool {{ $labels.pool }}",
        description="The next Service of type LoadBalancer waits for ever. Widen networks.loadBalancer in homelab.yaml.",
    ),
    AlertRule(
        name="MetalLBConfigRefused",
        expr="metallb_k8s_client_config_loaded_bool == 0 or metallb_k8s_client_config_stale_bool == 1",
        minutes=5,
        summary="MetalLB on {{ $labels.instance }} works without its current configuration",
        description="The log there says which pool or advertisement it refuses; addresses may not be announced.",
    ),
)
"""Metrics: `internal/allocator` and `internal/k8s` of metallb/metallb 0.16.1."""

PANELS = (
    Panel(
        title="Addresses in use",
        queries={"{{pool}}": "max by (pool) (metallb_allocator_addresses_in_use_total)"},
        kind="stat",
    ),
    Panel(title="Addresses", queries={"{{pool}}": "max by (pool) (metallb_allocator_addresses_total)"}, kind="stat"),
    Panel(
        title="Changes of Services and configuration each second",
        queries={"{{instance}}": "rate(metallb_k8s_client_updates_total[5m])"},
    ),
    Panel(
        title="Changes that failed each second",
        queries={"{{instance}}": "rate(metallb_k8s_client_update_errors_total[5m])"},
    ),
)


class MetalLB(Component):
    """A load balancer for machines without a cloud, announcing addresses by ARP and NDP (layer 2)."""

    info = ComponentInfo(
        name="metallb",
        title="MetalLB",
        about="gives Services of type LoadBalancer an address of the lab's own network",
        slot="loadBalancer",
        layer="infrastructure",
        phase=1,
        docs="https://metallb.io",
        namespace="metallb-system",
        chart=ChartPin(name="metallb", version="0.16.1", repository="https://metallb.github.io/metallb"),
        provides=(LoadBalancer,),
        pod_security="privileged",
        licence="Apache-2.0",
        host_access="answers for the addresses of Services in the machines' own network",
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "metallb",
        *,
        addresses: Sequence[IpRange] | None = None,
        interfaces: Sequence[str] = (),
        auto_assign: bool = True,
        avoid_buggy_ips: bool = False,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install MetalLB.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            addresses: ranges that are handed out; by default the lab's `networks.loadBalancer`.
            interfaces: network interfaces that announce; by default all of every node.
            auto_assign: whether a Service that asks for no address gets one; by default it does.
            avoid_buggy_ips: whether addresses ending in .0 and .255 are left out; by default they are used.
            **common: what every component takes.

        Raises:
            BuildError: there are no addresses to hand out.
        """
        super().__init__(scope, id, **common)
        pool = list(addresses or map(str, self.surroundings.config.networks.load_balancer))
        if not pool:
            raise BuildError(
                f"{self.path}: there are no addresses to hand out; set networks.loadBalancer in homelab.yaml,"
                " such as [192.168.1.200-192.168.1.220]"
            )
        self.add_namespace(pod_security=self.info.pod_security)
        release = self.add_chart(
            {
                "frrk8s": {"enabled": False},
                "controller": {"resources": resources(cpu="10m", memory="64Mi", limit="128Mi")},
                "speaker": {
                    "ignoreExcludeLB": self.nodes == 1,
                    "resources": resources(cpu="10m", memory="64Mi", limit="128Mi"),
                },
            }
        )
        # The controller makes it for the speakers (source: the chart's METALLB_ML_SECRET_NAME).
        self.own_secrets.append((self.namespace, f"{release.release.name}-memberlist"))
        self.network.allow_egress(Pods(namespace=self.namespace), to=Outside(what="apiserver"))
        self._add("IPAddressPool", {"addresses": pool, "autoAssign": auto_assign, "avoidBuggyIPs": avoid_buggy_ips})
        advertisement: dict[str, object] = {"ipAddressPools": ["default"]}
        if interfaces:
            advertisement["interfaces"] = list(interfaces)
        self._add("L2Advertisement", advertisement)
        self._monitor(release)
        self.provide(LoadBalancer(name=id, provider=self))

    def _monitor(self, release: HelmRelease) -> None:
        name = release.release.name
        for part in ("controller", "speaker"):
            labels = {
                "app.kubernetes.io/component": part,
                "app.kubernetes.io/instance": name,
                "app.kubernetes.io/name": "metallb",
            }
            endpoint = Endpoint.of_workload(release, f"{name}-{part}", "metricshttps", labels=labels, number=METRICS)
            self.monitoring.scrape(endpoint, scheme="https", bearer_token=True)
        self.monitoring.alert("metallb", ALERTS)
        model = dashboard_model("homelab-metallb", "MetalLB", PANELS)
        self.monitoring.dashboard(Dashboard(name="metallb", folder="Network", content=model))

    def _add(self, kind: str, spec: dict[str, object]) -> None:
        metadata = {"name": "default", "namespace": self.namespace}
        self.add_manifest({"apiVersion": "metallb.io/v1beta1", "kind": kind, "metadata": metadata, "spec": spec})
