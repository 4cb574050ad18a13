"""What a chart really brings at one version with given values: read out of the rendered chart, never typed.

Names and numbers only. `homelab lock` records facts; order, policies and capacity are inferred from them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from ._objects import GroupKind, ObjectKey
from ._pod_security import PodSecurity

__all__ = [
    "ChartFacts",
    "ContainerFact",
    "CrdFact",
    "HookFact",
    "PortFact",
    "Probe",
    "RightsFact",
    "SecretFact",
    "ServiceFact",
    "VolumeFact",
    "WebhookFact",
    "WebhookRule",
    "WorkloadFact",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrdFact:
    """A CustomResourceDefinition.

    `versions` are the served ones in the order of the CRD; `kept` says that an uninstall of the chart leaves
    it (`helm.sh/resource-policy: keep`, or Helm's own rule for a chart's `crds/` folder). `in_folder` says that it
    comes from there: Helm installs such a one, and upgrades it only where it is told to.
    """

    group: str
    kind: str
    plural: str
    scope: Literal["Namespaced", "Cluster"]
    versions: tuple[str, ...]
    kept: bool = False
    in_folder: bool = False

    @property
    def group_kind(self) -> GroupKind:
        """The kind that it defines."""
        return GroupKind(self.group, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRule:
    """What a webhook judges; `*` matches anything, `resources` are plural names."""

    groups: tuple[str, ...]
    resources: tuple[str, ...]
    operations: tuple[str, ...]


_OF_KUBERNETES = frozenset({"", "*", "apps", "batch"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookFact:
    """An admission webhook; `blocks` says that objects fail while it does not answer (`failurePolicy: Fail`).

    `service` and `port` name the Service that the API server calls, in the release's namespace unless it is
    written as `namespace/name`; empty where it is called by URL. `narrowed` says that a selector or a match
    condition takes some objects out.
    """

    name: str
    kind: Literal["validating", "mutating"]
    blocks: bool
    rules: tuple[WebhookRule, ...]
    service: str = ""
    port: int = 443
    narrowed: bool = False

    @property
    def picks_few(self) -> bool:
        """Whether it looks at kinds of Kubernetes itself through selectors: those choose few objects."""
        return self.narrowed and any(group in _OF_KUBERNETES for rule in self.rules for group in rule.groups)

    def judges(self, group: str, plural: str) -> bool:
        """Whether objects of this resource pass through it."""
        return any(
            ("*" in rule.groups or group in rule.groups)
            and any(resource in ("*", plural, "*/*") for resource in rule.resources)
            and any(operation in ("*", "CREATE", "UPDATE") for operation in rule.operations)
            for rule in self.rules
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PortFact:
    """A port of a container or a Service.

    `target` is the container port (number or name) of a Service. `host` is the port of its node that a container takes, `node`
    the one of every node on which a Service is reached; zero where there is none, or Kubernetes chooses.
    """

    name: str = ""
    number: int
    protocol: Literal["TCP", "UDP", "SCTP"] = "TCP"
    target: int | str = ""
    host: int = 0
    node: int = 0


Probe = Literal["liveness", "readiness", "startup"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerFact:
    """A container with what it requests: CPU in thousandths of a core, memory and ephemeral storage in bytes.

    Zero means that nothing is requested, or that there is no limit. `sidecar` marks an init container that keeps running
    beside the others (`restartPolicy: Always`). `probes` are those by which the kubelet tells whether it works.
    """

    name: str
    image: str
    cpu_request: int = 0
    memory_request: int = 0
    ephemeral_request: int = 0
    cpu_limit: int = 0
    memory_limit: int = 0
    ports: tuple[PortFact, ...] = ()
    sidecar: bool = False
    probes: tuple[Probe, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeFact:
    """A persistent volume that a workload asks for; `size` in bytes, `storage_class` empty for the default.

    `per_replica` says that each pod gets one of its own; otherwise all pods share the one claim of this name.
    """

    name: str
    size: int
    storage_class: str = ""
    per_replica: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadFact:
    """A Deployment, StatefulSet, DaemonSet, Job, CronJob or bare Pod; `replicas` is 0 for one pod a node.

    Where an autoscaler sets the number, `replicas` is its minimum. `labels` are the pods' own. `node_selector` names the
    labels that its nodes have, `tolerates` the taints that its pods bear: `key` or `key=value`, each for one effect alone
    with `:Effect` behind it, and `*` for any key. `apart` says whether its pods keep to different nodes: always
    (`required`), or where that is possible (`preferred`). `whole` are the resources of a pod as a whole, where it states
    them; they come before its containers'. `pod_security` is the strictest level that its pods meet, empty where it is not
    known, and `reaches` what they have that `baseline` refuses, in words. `vanishes` says that Kubernetes
    deletes a Job some time after it has finished.
    """

    kind: str
    namespace: str
    name: str
    replicas: int = 1
    labels: tuple[tuple[str, str], ...] = ()
    containers: tuple[ContainerFact, ...] = ()
    init_containers: tuple[ContainerFact, ...] = ()
    whole: ContainerFact | None = None
    volumes: tuple[VolumeFact, ...] = ()
    host_network: bool = False
    host_paths: tuple[str, ...] = ()
    node_selector: tuple[tuple[str, str], ...] = ()
    tolerates: tuple[str, ...] = ()
    apart: Literal["", "preferred", "required"] = ""
    hook: bool = False
    vanishes: bool = False
    pod_security: PodSecurity | Literal[""] = ""
    reaches: tuple[str, ...] = ()

    @property
    def key(self) -> ObjectKey:
        """The object that makes its pods."""
        group = {"Job": "batch", "CronJob": "batch", "Pod": ""}.get(self.kind, "apps")
        return ObjectKey(group, self.kind, self.namespace, self.name)

    def port(self, name: str | int) -> int | None:
        """The number of a container port by its name (a number is given back where a container has it)."""
        for container in self.containers:
            for port in container.ports:
                if name in (port.name, port.number):
                    return port.number
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFact:
    """A Service with its ports and the pods behind it."""

    namespace: str
    name: str
    type: str = "ClusterIP"
    selector: tuple[tuple[str, str], ...] = ()
    ports: tuple[PortFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HookFact:
    """A Helm hook: an object that Helm applies by itself at some moments of a release.

    `stays` says that nothing deletes it once it has succeeded (`helm.sh/hook-delete-policy`).
    """

    kind: str
    name: str
    events: tuple[str, ...]
    stays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsFact:
    """A binding that grants more than what is one's own; `powers` are in words, `namespace` is empty for the whole cluster."""

    namespace: str = ""
    binding: str
    role: str
    powers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretFact:
    """A Secret that the chart makes: its keys, never a value; `random` says that each render differs."""

    namespace: str
    name: str
    keys: tuple[str, ...]
    random: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFacts:
    """Everything that one release brings."""

    crds: tuple[CrdFact, ...] = ()
    webhooks: tuple[WebhookFact, ...] = ()
    workloads: tuple[WorkloadFact, ...] = ()
    services: tuple[ServiceFact, ...] = ()
    hooks: tuple[HookFact, ...] = ()
    secrets: tuple[SecretFact, ...] = ()
    objects: tuple[ObjectKey, ...] = ()
    """Everything else that it renders: identities, so that each object in the cluster has one owner."""
    unstable: tuple[ObjectKey, ...] = ()
    """Objects but Secrets that differ in each render (checksums of random values, certificates)."""
    kube_version: str = ""
    """The versions of Kubernetes that the chart supports, as its `kubeVersion` writes them; empty for any."""
    release_size: int = 0
    """How large the record of the release will be that Helm keeps in a Secret, in bytes: an estimate in steps."""
    rights: tuple[RightsFact, ...] = ()
    """Bindings that grant more than what is the chart's own."""

    def moved(self, old: str, new: str) -> ChartFacts:
        """The same facts with everything that lies in one namespace lying in another."""

        def place(namespace: str) -> str:
            return new if namespace == old else namespace

        return replace(
            self,
            workloads=tuple(replace(item, namespace=place(item.namespace)) for item in self.workloads),
            services=tuple(replace(item, namespace=place(item.namespace)) for item in self.services),
            secrets=tuple(replace(item, namespace=place(item.namespace)) for item in self.secrets),
            objects=tuple(replace(item, namespace=place(item.namespace)) for item in self.objects),
            unstable=tuple(replace(item, namespace=place(item.namespace)) for item in self.unstable),
            rights=tuple(replace(item, namespace=place(item.namespace)) for item in self.rights),
        )

    def with_classes_among(self, names: Collection[str]) -> ChartFacts:
        """The same facts with volumes of the default class where they were of one that is none of these."""

        def volume(item: VolumeFact) -> VolumeFact:
            return item if item.storage_class in names else replace(item, storage_class="")

        workloads = (
            replace(item, volumes=tuple(volume(one) for one in item.volumes)) if item.volumes else item
            for item in self.workloads
        )
        return replace(self, workloads=tuple(workloads))

    def workload(self, name: str) -> WorkloadFact | None:
        """The workload of this name that is no hook."""
        return next((item for item in self.workloads if item.name == name and not item.hook), None)

    def service(self, name: str) -> ServiceFact | None:
        """The Service of this name."""
        return next((item for item in self.services if item.name == name), None)

    def behind(self, service: ServiceFact) -> tuple[WorkloadFact, ...]:
        """The workloads whose pods a Service selects."""
        wanted = set(service.selector)
        return tuple(
            item
            for item in self.workloads
            if wanted and item.namespace == service.namespace and wanted <= set(item.labels) and not item.hook
        )
