"""What charts bring, by what others need of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..model import BUILT_IN_GROUPS, ChartFacts, GroupKind, ObjectKey, WebhookFact, WorkloadFact, at
from ..order import FLUX_GROUPS, plural_of
from ._condition import Condition, account, config_map, controller, crd, gateway_class, namespace, secret, storage_class

__all__ = ["Webhooks", "brings_network", "foreign_kinds", "made_at_once", "made_when_ready", "places", "waited_for"]

_CALICO = GroupKind("operator.tigera.io", "Installation")
_CNI_FOLDERS = ("/etc/cni", "/opt/cni", "/var/lib/rancher/k3s/agent/etc/cni")

_RUNTIME_CLASSES = {"longhorn-storageclass": "longhorn"}
"""StorageClasses that a controller makes from a ConfigMap of its chart (source: Longhorn's chart, `storageclass.yaml`)."""

_DEFAULT_CLASS = (("storageClass", "defaultClass"), ("persistence", "defaultClass"))
"""Where charts' values say whether their class is the default (source: local-path-provisioner's and Longhorn's values)."""


def brings_network(facts: ChartFacts) -> bool:
    """Whether a release brings the network of pods: a pod on each machine writes CNI's folder, or Calico's operator does."""
    if any(key.group_kind == _CALICO for key in facts.objects):
        return True
    return any(path.startswith(_CNI_FOLDERS) for workload in facts.workloads for path in workload.host_paths)


def waited_for(facts: ChartFacts) -> list[WorkloadFact]:
    """The workloads that a release is only ready with; a CronJob is ready at once (source: kstatus)."""
    return [workload for workload in facts.workloads if workload.kind != "CronJob"]


def foreign_kinds(facts: ChartFacts) -> list[ObjectKey]:
    """One object of each kind that a chart renders and neither it nor Kubernetes or Flux defines."""
    own = {item.group_kind for item in facts.crds}
    found: dict[GroupKind, ObjectKey] = {}
    for key in facts.objects:
        if key.group not in BUILT_IN_GROUPS and key.group not in FLUX_GROUPS and key.group_kind not in own:
            found.setdefault(key.group_kind, key)
    return list(found.values())


def places(facts: ChartFacts) -> dict[str, ObjectKey]:
    """The namespaces that a chart puts objects into, each with one of them."""
    found: dict[str, ObjectKey] = {}
    for key in facts.objects:
        if key.namespace:
            found.setdefault(key.namespace, key)
    for service in facts.services:
        found.setdefault(service.namespace, ObjectKey("", "Service", service.namespace, service.name))
    for item in facts.secrets:
        found.setdefault(item.namespace, ObjectKey("", "Secret", item.namespace, item.name))
    for workload in facts.workloads:
        found.setdefault(workload.namespace, workload.key)
    return found


def made_at_once(facts: ChartFacts) -> list[Condition]:
    """What holds as soon as a release has created its objects."""
    made = [crd(item.group_kind) for item in facts.crds]
    made += [secret(item.namespace, item.name) for item in facts.secrets]
    for key in facts.objects:
        if key.group == "" and key.kind == "ServiceAccount":
            made.append(account(key.namespace, key.name))
        elif key.group == "" and key.kind == "ConfigMap":
            made.append(config_map(key.namespace, key.name))
        elif key.group == "" and key.kind == "Secret":
            made.append(secret(key.namespace, key.name))
        elif key.group == "" and key.kind == "Namespace":
            made.append(namespace(key.name))
        elif key.kind == "GatewayClass":
            made.append(gateway_class(key.name))
    return made


def made_when_ready(facts: ChartFacts, values: Mapping[str, Any]) -> list[Condition]:
    """What holds when the pods of a release run: its controllers act on its kinds, and its provisioner makes volumes."""
    made = [controller(item.group_kind) for item in facts.crds]
    classes = [key.name for key in facts.objects if key.group_kind == GroupKind("storage.k8s.io", "StorageClass")]
    classes += [_RUNTIME_CLASSES[key.name] for key in facts.objects if key.name in _RUNTIME_CLASSES]
    made += [storage_class(name) for name in classes]
    if classes and not any(at(values, part).get(field) is False for part, field in _DEFAULT_CLASS):
        made.append(storage_class(""))
    return made


class Webhooks:
    """The admission webhooks that refuse objects while they do not answer."""

    def __init__(self) -> None:
        """Know none."""
        self._all: list[tuple[WebhookFact, ObjectKey]] = []
        self._plurals: dict[GroupKind, str] = {}
        self._judges: dict[GroupKind, list[tuple[WebhookFact, ObjectKey]]] = {}

    def add(self, release: ObjectKey, facts: ChartFacts) -> None:
        """Enter those of a release."""
        self._plurals.update((item.group_kind, item.plural) for item in facts.crds)
        self._all.extend((webhook, release) for webhook in facts.webhooks if webhook.blocks)

    def judging(self, kind: GroupKind) -> Iterable[tuple[WebhookFact, ObjectKey]]:
        """Those that judge new objects of a kind, each with its release.

        One that looks at kinds of Kubernetes itself through selectors is left out: those choose few objects.
        """
        found = self._judges.get(kind)
        if found is None:
            plural = self._plurals.get(kind) or plural_of(kind.kind)
            found = self._judges[kind] = [
                (webhook, release)
                for webhook, release in self._all
                if webhook.judges(kind.group, plural) and not webhook.picks_few
            ]
        return found
