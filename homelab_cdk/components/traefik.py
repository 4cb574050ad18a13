"""Traefik: the way in from outside, through the Gateway API."""

from __future__ import annotations

from typing import Annotated, Literal, Unpack

import constructs

from ..constructs import (
    AlertRule,
    Certificates,
    CommonOptions,
    Component,
    ComponentInfo,
    Dashboard,
    Endpoint,
    Gateway,
    GatewayApi,
    HelmRelease,
    LoadBalancer,
    Manifest,
    Outside,
    Pods,
    UnitChart,
    resources,
    spread,
)
from ..model import Body, ChartPin, IpAddress, Minimum

__all__ = ["Traefik"]

WEB, WEBSECURE = 8000, 8443
"""The ports of the entry points inside the pods; a Gateway's listeners name these (source: the chart's `ports`)."""

METRICS = 9100
"""The port of the entry point `metrics`, which is open by default."""

TLS_SECRET = "default-certificate"

DASHBOARD = "https://raw.githubusercontent.com/traefik/traefik/v3.7.9/contrib/grafana/traefik-kubernetes.json"

ALERTS = (
    AlertRule(
        name="TraefikBackendFails",
        expr='sum by (service) (rate(traefik_service_requests_total{code=~"5.."}[5m]))'
        " / sum by (service) (rate(traefik_service_requests_total[5m])) > 0.1",
        minutes=10,
        summary="{{ $value | humanizePercentage }} of all requests to {{ $labels.service }} fail",
        description="Traefik cannot reach the app, or the app answers with errors (5xx).",
    ),
    AlertRule(
        name="TraefikCertificateExpires",
        expr="min by (cn, sans) (traefik_tls_certs_not_after) - time() < 3 * 86400",
        minutes=60,
        severity="critical",
        summary="The certificate of {{ $labels.cn }} {{ $labels.sans }} expires in {{ $value | humanizeDuration }}",
        description="Nobody renews what Traefik serves. Look at the Certificate in its namespace, and at who signs it.",
    ),
)
"""Metrics: `pkg/observability/metrics` of traefik/traefik 3.7."""


class Traefik(Component):
    """A proxy for HTTP and HTTPS with one Gateway for the whole lab; apps attach their routes to it."""

    info = ComponentInfo(
        name="traefik",
        title="Traefik",
        about="routes host names from outside to Services, with TLS",
        slot="ingress",
        layer="platform",
        phase=1,
        docs="https://doc.traefik.io/traefik/",
        chart=ChartPin(name="traefik", version="41.3.0", repository="oci://ghcr.io/traefik/helm/traefik"),
        provides=(Gateway,),
        requires=(LoadBalancer, GatewayApi),
        uses=(Certificates,),
        brings=("gateway-api",),
        licence="MIT",
        wide_rights="reads the TLS certificates that Gateways and routes of any namespace name",
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "traefik",
        *,
        replicas: Annotated[int, Minimum(1)] | None = None,
        load_balancer_ip: IpAddress | None = None,
        external_traffic_policy: Literal["Cluster", "Local"] = "Cluster",
        log_level: Literal["TRACE", "DEBUG", "INFO", "WARN", "ERROR"] = "INFO",
        access_log: bool = False,
        tls: bool = True,
        load_balancer: LoadBalancer | None = None,
        gateway_api: GatewayApi | None = None,
        certificates: Certificates | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install Traefik with a Gateway for `*.<domain>`.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            replicas: pods; by default one on a single machine, else two.
            load_balancer_ip: the address of the load balancer's range that it takes; by default the next free one.
            external_traffic_policy: `Cluster` keeps it reachable through every node and hides the clients' addresses,
                `Local` shows them; by default `Cluster`.
            log_level: by default `INFO`.
            access_log: whether each request is logged; by default not.
            tls: whether HTTPS is served and HTTP redirected to it; by default it is where something signs certificates.
            load_balancer: what gives it an address; by default the lab's.
            gateway_api: who brings the CRDs; by default the lab's.
            certificates: who signs; by default the lab's, if any.
            **common: what every component takes.

        Raises:
            CapabilityError: nothing provides a load balancer or the Gateway API.
        """
        super().__init__(scope, id, **common)
        self.load_balancer = load_balancer or self.require(LoadBalancer)
        self.gateway_api = gateway_api or self.require(GatewayApi)
        if self.gateway_api.provider is not None:
            self.needs.append(self.gateway_api.provider)
        signer = (certificates or self.optional(Certificates)) if tls else None
        self.add_namespace(pod_security=self.info.pod_security)
        count = spread(self.nodes) if replicas is None else replicas
        service: Body = {"type": "LoadBalancer", "externalTrafficPolicy": external_traffic_policy}
        if load_balancer_ip is not None:
            service["loadBalancerIP"] = load_balancer_ip
        values: Body = {
            "deployment": {"replicas": count},
            "global": {"checkNewVersion": False, "sendAnonymousUsage": False},
            "ingressClass": {"enabled": True, "isDefaultClass": self.is_default},
            "providers": {"kubernetesGateway": {"enabled": True}},
            "gateway": {"enabled": False},
            "service": {"spec": service},
            "log": {"level": log_level},
            "accessLog": {"enabled": access_log},
            "resources": resources(cpu="50m", memory="100Mi", limit="300Mi"),
        }
        if count > 1:
            values["podDisruptionBudget"] = {"enabled": True, "maxUnavailable": 1}
        if signer is not None:
            redirection = {"to": "websecure", "scheme": "https", "permanent": True}
            values["ports"] = {"web": {"http": {"redirections": {"entryPoint": redirection}}}}
        release = self.add_chart(values)
        listeners = self._listeners(signer)
        self.add_manifest(
            {
                "apiVersion": "gateway.networking.k8s.io/v1",
                "kind": "Gateway",
                "metadata": {"name": id, "namespace": self.namespace},
                "spec": {"gatewayClassName": release.release.name, "listeners": listeners},
            }
        )
        pods = self._open(release, [listener["name"] for listener in listeners])
        name = release.release.name
        self.monitoring.scrape(Endpoint.of_workload(release, name, "metrics", labels=dict(pods.labels), number=METRICS))
        self.monitoring.alert("traefik", ALERTS)
        self.monitoring.dashboard(Dashboard(name="traefik", folder="Network", url=DASHBOARD))
        self.provide(_TraefikGateway(name=id, provider=self, secure=signer is not None, pods=pods))

    def _listeners(self, signer: Certificates | None) -> list[Body]:
        everywhere = {"namespaces": {"from": "All"}}
        web = {"name": "web", "port": WEB, "protocol": "HTTP", "allowedRoutes": everywhere}
        if signer is None:
            return [web]
        domain = self.surroundings.config.domain
        signer.certificate(self, secret=TLS_SECRET, hosts=(domain, f"*.{domain}"))
        tls = {"mode": "Terminate", "certificateRefs": [{"name": TLS_SECRET}]}
        secure = {"name": "websecure", "port": WEBSECURE, "protocol": "HTTPS", "tls": tls, "allowedRoutes": everywhere}
        return [web, secure]

    def _open(self, release: HelmRelease, entry_points: list[str]) -> Pods:
        name = release.release.name
        labels = {"app.kubernetes.io/name": "traefik", "app.kubernetes.io/instance": f"{name}-{self.namespace}"}
        pods = Pods(namespace=self.namespace, labels=labels)
        for entry_point in entry_points:
            number = WEB if entry_point == "web" else WEBSECURE
            endpoint = Endpoint.of_service(release, name, entry_point, fallback=labels, number=number)
            self.network.allow_ingress(endpoint, source=Outside(what="anywhere"))
            pods = endpoint.pods
        self.network.allow_egress(pods, to=Outside(what="apiserver"))
        self.network.allow_egress(pods, to=Outside(what="cluster"))
        return pods


class _TraefikGateway(Gateway):
    def __init__(self, *, name: str, provider: UnitChart, secure: bool, pods: Pods) -> None:
        super().__init__(name=name, provider=provider)
        self.scheme = "https" if secure else "http"
        self._section = "websecure" if secure else "web"
        self._pods = pods

    def route(self, owner: UnitChart, *, host: str, service: str, port: int, to: Endpoint, name: str) -> Manifest:
        """An HTTPRoute on the lab's Gateway; the gateway's pods may reach every pod, so only the owner's side opens."""
        assert self.provider is not None
        owner.network.allow_ingress(to, source=self._pods)
        parent = {"name": self.name, "namespace": self.provider.namespace, "sectionName": self._section}
        return owner.add_manifest(
            {
                "apiVersion": "gateway.networking.k8s.io/v1",
                "kind": "HTTPRoute",
                "metadata": {"name": name, "namespace": owner.namespace},
                "spec": {
                    "parentRefs": [parent],
                    "hostnames": [host],
                    "rules": [{"backendRefs": [{"name": service, "port": port}]}],
                },
            }
        )
