"""The Pod Security levels of namespaces."""

from __future__ import annotations

from ..model import POD_SECURITY_LEVELS as LEVELS, WorkloadFact, against_baseline, against_restricted
from ..order import Built, Item
from ._pods import workloads
from ._read import at, pod_spec, pod_template
from ._rule import once
from ._twins import one_of_each_sort

__all__ = [
    "LEVELS",
    "LEVEL_LABEL",
    "against_baseline",
    "against_restricted",
    "by_namespace",
    "level_of",
    "reaches",
    "reaching",
]

LEVEL_LABEL = "pod-security.kubernetes.io/enforce"


@once
def by_namespace(built: Built) -> dict[str, str]:
    """The level that each namespace of the tree enforces; `privileged` where it says none."""
    return {
        item.key.name: str(at(item.body, "metadata", "labels").get(LEVEL_LABEL) or "privileged")
        for item in built.of("", "Namespace")
    }


def level_of(built: Built, namespace: str) -> str:
    """The level that a namespace enforces; `privileged` where it says none, or is not of this tree."""
    return by_namespace(built).get(namespace, "privileged")


@once
def reaching(built: Built) -> list[tuple[Item, list[str]]]:
    """The workloads of the tree whose pods have what `baseline` refuses, with that in words."""
    few = one_of_each_sort(built)
    found = _reaching(few)
    return found if few is built or not found else _reaching(built)


def _reaching(built: Built) -> list[tuple[Item, list[str]]]:
    kubernetes = built.lab.config.cluster.kubernetes
    found = []
    for item in workloads(built):
        annotations = at(pod_template(item), "metadata", "annotations")
        reached = list(against_baseline(pod_spec(item), annotations, kubernetes=kubernetes))
        if reached:
            found.append((item, reached))
    return found


def reaches(workload: WorkloadFact) -> list[str]:
    """What the pods of a chart or an operator have that `baseline` refuses; of older facts, what those tell."""
    host = ["hostNetwork: true"] if workload.host_network else []
    return list(workload.reaches) or [*host, *(f"the hostPath {path}" for path in workload.host_paths)]
