"""Classes that objects name are there."""

from __future__ import annotations

from collections.abc import Iterator

from ..constructs import StorageClass, left_to_the_distribution
from ..model import PACKAGED
from ..order import Built
from ._gateways import GROUP
from ._pods import pods_of, workloads
from ._read import at, maps, pod_spec
from ._rule import Found, Hit, Unknown, once, rule

_Use = tuple[str, str, str, str, str]
"""Path, subject, field, kind and name."""

_KINDS = {
    "StorageClass": "storage.k8s.io",
    "IngressClass": "networking.k8s.io",
    "GatewayClass": GROUP,
    "PriorityClass": "scheduling.k8s.io",
    "RuntimeClass": "node.k8s.io",
}
_BUILT_IN = frozenset({("PriorityClass", "system-cluster-critical"), ("PriorityClass", "system-node-critical")})


@rule(
    "HL361",
    "every_class_exists",
    apart=True,
    example="""
 apiVersion: networking.k8s.io/v1
 kind: Ingress
 metadata: {name: gitea, namespace: gitea}
 spec:
-  ingressClassName: nginx
+  ingressClassName: traefik
   rules:
     - host: git.home.example.com
       http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: gitea, port: {number: 3000}}}}]}
""",
    says="""
Ingress.networking.k8s.io gitea/gitea: spec.ingressClassName names the IngressClass nginx, which
nothing in this lab makes (there is traefik); name traefik, or leave it out
""",
)
def every_class_exists(built: Built) -> Found:
    """Classes that objects name are there.

    Each StorageClass, IngressClass, GatewayClass, PriorityClass and RuntimeClass that volumes, Ingresses, Gateways and pods
    name is made by something in the lab. A volume or Gateway of another class waits for ever, and a pod of another
    priority is refused.
    """
    known, index = _known(built), pods_of(built)
    stranger = index.open_charts or index.open_everywhere
    for path, subject, field, kind, name in _uses(built):
        if (kind, name) in known:
            continue
        names = f"{field} names the {kind} {name}"
        if stranger:
            yield Unknown(path, subject, f"{names}, and {stranger}, of which nothing is known, may bring it")
            continue
        there = sorted(other for sort, other in known if sort == kind)
        own = [other for other in there if (kind, other) not in _BUILT_IN]
        fix = f"name {' or '.join(own)}" if own else f"add what makes the {kind}"
        yield Hit(
            path,
            subject,
            f"{names}, which nothing in this lab makes (there is {', '.join(there) or 'none'})",
            # A Gateway has to name one; whatever else names none gets the default, or needs none.
            fix if kind == "GatewayClass" else f"{fix}, or leave it out",
        )


@once
def _known(built: Built) -> frozenset[tuple[str, str]]:
    found = set(_BUILT_IN)
    for kind, group in _KINDS.items():
        found |= {(kind, item.key.name) for item in built.of(group, kind)}
    for _, known in built.releases:
        found |= {(key.kind, key.name) for key in known.facts.objects if _KINDS.get(key.kind) == key.group}
    found |= {("StorageClass", item.name) for item in built.lab.surroundings.capabilities.all(StorageClass)}
    if not built.is_bare:
        parts = left_to_the_distribution(built.lab.surroundings)
        return frozenset(found | {(item.kind, item.name) for part in parts for item in part.classes})
    # Of a tree alone it is not known what was left out: what the distribution makes counts where nothing else makes its sort.
    sorts = {kind for kind, _ in found}
    for part in PACKAGED[built.lab.config.cluster.distribution]:
        found |= {(item.kind, item.name) for item in part.classes if item.kind not in sorts}
    return frozenset(found)


def _uses(built: Built) -> Iterator[_Use]:
    for path, subject, field, kind, name in _all(built):
        if isinstance(name, str) and name:
            yield path, subject, field, kind, name


def _all(built: Built) -> Iterator[tuple[str, str, str, str, object]]:
    for item in built.of("", "PersistentVolumeClaim"):
        name = at(item.body, "spec").get("storageClassName")
        yield item.path, str(item.key), "spec.storageClassName", "StorageClass", name
    for item in built.of("networking.k8s.io", "Ingress"):
        name = at(item.body, "spec").get("ingressClassName")
        yield item.path, str(item.key), "spec.ingressClassName", "IngressClass", name
    for item in built.of(GROUP, "Gateway"):
        name = at(item.body, "spec").get("gatewayClassName")
        yield item.path, str(item.key), "spec.gatewayClassName", "GatewayClass", name
    for item in workloads(built):
        pod = pod_spec(item)
        for field, kind in (("priorityClassName", "PriorityClass"), ("runtimeClassName", "RuntimeClass")):
            yield item.path, str(item.key), field, kind, pod.get(field)
        for claim in maps(at(item.body, "spec").get("volumeClaimTemplates")):
            field = "volumeClaimTemplates.storageClassName"
            yield item.path, str(item.key), field, "StorageClass", at(claim, "spec").get("storageClassName")
    for release, known in built.releases:
        for workload in known.facts.workloads:
            subject = f"{workload.kind} {workload.namespace}/{workload.name} of the chart {release.chart}"
            for volume in workload.volumes:
                yield release.construct, subject, f"the volume {volume.name}", "StorageClass", volume.storage_class
    for chart in built.lab.unit_charts:
        for child in chart.children:
            subject = f"{child.kind} {child.namespace}/{child.name}"
            for volume in child.volumes:
                yield chart.path, subject, f"the volume {volume.name}", "StorageClass", volume.storage_class
