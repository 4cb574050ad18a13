"""ConfigMaps and Secrets that pods and releases read are there, with the keys that they read."""

from __future__ import annotations

from collections.abc import Iterator

from ..order import Built, Item
from ._existing import Shelf, config_maps, secrets
from ._meant import either, in_place_of
from ._pods import perhaps, pods_of
from ._read import Map, at, containers, mapping, maps
from ._rule import Found, Hit, Unknown, rule

_Reference = tuple[str, str, str, tuple[str, ...]]
"""Where it stands, `ConfigMap` or `Secret`, the name, and the keys."""


@rule(
    "HL304",
    "every_configmap_and_secret_exists",
    apart=True,
    level="warning",
    example="""
 apiVersion: v1
 kind: ConfigMap
-metadata: {name: setting, namespace: web}
+metadata: {name: settings, namespace: web}
 data: {greeting: hello}
 ---
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   template:
     spec:
       containers:
         - name: web
           image: registry.example.com/web:1.2.3
           envFrom:
             - configMapRef: {name: settings}
""",
    says="""
Deployment.apps web/web: envFrom reads ConfigMap settings, which nothing in this lab makes in web;
add it, write setting, or mark it `optional: true`
""",
)
def every_configmap_and_secret_exists(built: Built) -> Found:
    """ConfigMaps and Secrets that pods and releases read are there, with the keys that they read.

    What a pod of the tree reads from ConfigMaps and Secrets (`env`, `envFrom`, `volumes`, `imagePullSecrets`), and
    what a release takes its values from, is made by something: a manifest, an ExternalSecret, a Certificate, a
    credential, a chart. Without it the pod waits. What is marked `optional` may be missing.
    """
    shelves = {"ConfigMap": config_maps(built), "Secret": secrets(built)}
    pods = pods_of(built)
    for pod_set in pods.sets:
        if pod_set.item is not None:
            maker = pods.perhaps(pod_set.namespace) if pods.is_open_to_others(pod_set.namespace) else ""
            yield from _missing(pod_set.item, _of_pod(pod_set.spec), shelves, maker)
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        entries = maps(at(item.body, "spec").get("valuesFrom"))
        other = pods.other_opener(item.key.namespace, item)
        yield from _missing(item, _of_values(entries), shelves, perhaps(other) if other else "")


def _missing(item: Item, references: Iterator[_Reference], shelves: dict[str, Shelf], maker: str) -> Found:
    """What is missing; `maker` says who unknown may bring it."""
    for field, kind, name, wanted in references:
        place = (item.key.namespace, name)
        shelf = shelves[kind]
        if place not in shelf:
            if maker:
                yield Unknown.of(item, f"{field} reads {kind} {name}, which nothing known makes, {maker}")
                continue
            remedy = "declare it as a credential" if kind == "Secret" else "add it"
            yield Hit.of(
                item,
                f"{field} reads {kind} {name}, which nothing in this lab makes in {item.key.namespace}",
                either(remedy, in_place_of(name, shelf.names(item.key.namespace)), "mark it `optional: true`"),
            )
            continue
        keys = shelf.keys(place)
        for key in wanted:
            if keys is not None and key not in keys:
                yield Hit.of(
                    item,
                    f"{field} reads the key {key!r} of {kind} {name}, which has {', '.join(sorted(keys)) or 'none'}",
                    "correct the key, or add it there",
                )


def _of_pod(pod: Map) -> Iterator[_Reference]:
    for container in containers(pod):
        for entry in maps(container.get("env")):
            source = entry.get("valueFrom")
            if source:
                yield from _one(f"env {entry.get('name')}", mapping(source), "configMapKeyRef", "ConfigMap")
                yield from _one(f"env {entry.get('name')}", mapping(source), "secretKeyRef", "Secret")
        for entry in maps(container.get("envFrom")):
            yield from _one("envFrom", entry, "configMapRef", "ConfigMap")
            yield from _one("envFrom", entry, "secretRef", "Secret")
    for volume in maps(pod.get("volumes")):
        field = f"the volume {volume.get('name')}"
        for source in (volume, *maps(at(volume, "projected").get("sources"))):
            yield from _one(field, source, "configMap", "ConfigMap")
            yield from _one(field, source, "secret", "Secret")
    for entry in maps(pod.get("imagePullSecrets")):
        if entry.get("name"):
            yield "imagePullSecrets", "Secret", str(entry["name"]), ()


def _one(field: str, holder: Map, name: str, kind: str) -> Iterator[_Reference]:
    reference = holder.get(name)
    if not isinstance(reference, dict) or reference.get("optional"):
        return
    target = reference.get("name") or reference.get("secretName")
    if isinstance(target, str):
        keys = (
            [reference["key"]] if "key" in reference else [entry.get("key") for entry in maps(reference.get("items"))]
        )
        yield field, kind, target, tuple(key for key in keys if isinstance(key, str))


def _of_values(entries: list[Map]) -> Iterator[_Reference]:
    for number, entry in enumerate(entries):
        kind = entry.get("kind")
        if kind in ("ConfigMap", "Secret") and not entry.get("optional"):
            key = str(entry.get("valuesKey") or "values.yaml")
            yield f"spec.valuesFrom[{number}]", str(kind), str(entry.get("name")), (key,)
