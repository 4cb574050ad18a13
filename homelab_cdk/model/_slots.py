"""The slots of the architecture: the questions that a lab answers with components."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["SLOTS", "Layer", "Slot", "Takes"]

Layer = Literal["infrastructure", "platform", "observability", "delivery", "data", "apps"]
"""The folders of `generated/`."""

Takes = Literal["one", "many", "instances"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A question of the architecture with a closed list of components as answers.

    `takes` says how many answers there may be: `one`, `many` (the first is the default) or `instances` (any number of
    each, every one with a name of its own).
    """

    name: str
    title: str
    takes: Takes
    about: str


_ALL = (
    Slot(name="cni", title="CNI", takes="one", about="the pod network"),
    Slot(name="storage", title="storage", takes="many", about="persistent volumes; the first is the default class"),
    Slot(name="resourceMetrics", title="resource metrics", takes="one", about="CPU and memory for `kubectl top`"),
    Slot(name="gitOps", title="GitOps", takes="one", about="what keeps the cluster equal to the repository"),
    Slot(name="nodeUpgrades", title="node upgrades", takes="one", about="new versions of Kubernetes on the machines"),
    Slot(name="loadBalancer", title="load balancer", takes="one", about="addresses for Services of type LoadBalancer"),
    Slot(name="objectStorage", title="object storage", takes="many", about="S3 buckets; the first is the default"),
    Slot(name="gatewayApi", title="Gateway API", takes="one", about="the CRDs of Gateways and routes"),
    Slot(name="ingress", title="ingress", takes="many", about="the way in from outside; the first is the default"),
    Slot(name="certificates", title="certificates", takes="one", about="TLS certificates for routes"),
    Slot(name="serviceMesh", title="service mesh", takes="one", about="mutual TLS and traffic rules between pods"),
    Slot(name="serviceDiscovery", title="service discovery", takes="one", about="names beyond Kubernetes' own DNS"),
    Slot(name="secrets", title="secrets", takes="many", about="where credentials come from; the first is the default"),
    Slot(name="imageSecurity", title="image security", takes="many", about="scanning of images"),
    Slot(name="monitoringApi", title="monitoring API", takes="one", about="the CRDs of the Prometheus Operator"),
    Slot(name="metrics", title="metrics", takes="one", about="metrics, alerts and dashboards"),
    Slot(name="logging", title="logging", takes="many", about="logs of all pods; the first is the default"),
    Slot(name="logCollector", title="log collector", takes="one", about="reading logs from pods and nodes"),
    Slot(name="tracing", title="tracing", takes="many", about="traces of requests; the first is the default"),
    Slot(
        name="telemetry", title="telemetry collector", takes="one", about="taking in what programs tell of themselves"
    ),
    Slot(name="gitServer", title="Git server", takes="one", about="Git repositories with reviews"),
    Slot(name="ciEngine", title="CI engine", takes="many", about="pipelines"),
    Slot(name="imageBuilder", title="image builder", takes="many", about="building container images"),
    Slot(name="registry", title="container registry", takes="one", about="container images"),
    Slot(name="artifacts", title="artifacts", takes="one", about="packages and build results"),
    Slot(name="infrastructureAsCode", title="infrastructure as code", takes="many", about="plans run in the cluster"),
    Slot(
        name="databaseOperators",
        title="database operators",
        takes="many",
        about="brought by the first database of their kind; listed only to set their options",
    ),
    Slot(name="databases", title="databases", takes="instances", about="database servers, each with a name"),
    Slot(name="messaging", title="messaging", takes="instances", about="queues and streams"),
    Slot(name="cache", title="cache", takes="instances", about="Redis-compatible caches"),
    Slot(name="backup", title="backup", takes="one", about="backup of objects and volumes"),
)

SLOTS: dict[str, Slot] = {slot.name: slot for slot in _ALL}
"""All slots by name, in the order of the architecture."""
