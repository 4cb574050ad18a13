"""Reading facts out of the objects that a chart renders."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..model import (
    CLUSTER_SCOPED,
    WORKLOAD_KINDS,
    Body,
    ChartFacts,
    CrdFact,
    GroupKind,
    HookFact,
    ObjectKey,
    SecretFact,
    ServiceFact,
    WebhookFact,
    WebhookRule,
    port_fact,
    wide_rights,
    workload_fact,
)

__all__ = ["RenderedObject", "facts_of", "key_in"]

_HOOK = "helm.sh/hook"
_DELETE_POLICY = "helm.sh/hook-delete-policy"
_KEEP = "helm.sh/resource-policy"
_Map = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedObject:
    """One object of a chart; `source` is its template, `kept` says that it is of the folder `crds/`."""

    source: str
    body: Body
    kept: bool = False

    @property
    def hooks(self) -> tuple[str, ...]:
        """The moments at which Helm applies it as a hook; empty for an ordinary object."""
        return self._listed(_HOOK)

    @property
    def stays(self) -> bool:
        """Whether it is a hook that nothing deletes once it has succeeded."""
        return bool(self.hooks) and "hook-succeeded" not in self._listed(_DELETE_POLICY)

    def _listed(self, annotation: str) -> tuple[str, ...]:
        text = str(_annotations(self.body).get(annotation) or "")
        return tuple(part.strip() for part in text.split(",") if part.strip())


def facts_of(
    objects: Sequence[RenderedObject],
    *,
    namespace: str,
    cluster_scoped: Collection[GroupKind] = (),
    unstable: Collection[ObjectKey] = (),
) -> ChartFacts:
    """The facts of a release in `namespace`.

    `cluster_scoped` names the custom kinds without a namespace, `unstable` the objects that differ in each
    render.
    """
    keyed = [(key_in(item.body, namespace, cluster_scoped), item) for item in objects]
    claims = {(key.namespace, key.name): item.body for key, item in keyed if key.kind == "PersistentVolumeClaim"}
    minimums = {
        (key.namespace, str(target.get("kind")), str(target.get("name"))): int(spec.get("minReplicas") or 1)
        for key, item in keyed
        if key.kind == "HorizontalPodAutoscaler"
        for spec in [item.body.get("spec") or {}]
        for target in [spec.get("scaleTargetRef") or {}]
    }
    crds, webhooks, workloads, services, hooks, secrets, others = [], [], [], [], [], [], []
    for key, item in keyed:
        body, events = item.body, item.hooks
        if events:
            hooks.append(HookFact(kind=key.kind, name=key.name, events=tuple(sorted(events)), stays=item.stays))
        if key.kind == "CustomResourceDefinition":
            crds.append(_crd(item))
            continue
        if key.kind in WORKLOAD_KINDS and key.group in ("", "apps", "batch") and "test" not in events:
            workloads.append(
                workload_fact(
                    body,
                    namespace=key.namespace,
                    hook=bool(events),
                    claims={name: claim for (where, name), claim in claims.items() if where == key.namespace},
                    minimums={(kind, name): n for (where, kind, name), n in minimums.items() if where == key.namespace},
                )
            )
            continue
        if events:
            continue
        if key.kind == "Service" and key.group == "":
            services.append(_service(key, body))
        elif key.kind == "Secret" and key.group == "":
            secrets.append(_secret(key, body, random=key in unstable))
        else:
            others.append(key)
            webhooks += _webhooks(body, namespace)
    return ChartFacts(
        crds=tuple(sorted(crds, key=lambda fact: (fact.group, fact.kind))),
        webhooks=tuple(sorted(webhooks, key=lambda fact: (fact.kind, fact.name))),
        workloads=tuple(sorted(workloads, key=lambda fact: (fact.hook, fact.kind, fact.namespace, fact.name))),
        services=tuple(sorted(services, key=lambda fact: (fact.namespace, fact.name))),
        hooks=tuple(sorted(set(hooks), key=lambda fact: (fact.kind, fact.name))),
        secrets=tuple(sorted(secrets, key=lambda fact: (fact.namespace, fact.name))),
        objects=tuple(sorted(set(others))),
        unstable=tuple(sorted(key for key in unstable if key.kind != "Secret")),
        rights=wide_rights((item.body, namespace) for item in objects if not item.hooks),
    )


def key_in(body: Body, namespace: str, cluster_scoped: Collection[GroupKind] = ()) -> ObjectKey:
    """The identity of an object of a release: in the release's namespace where it names none."""
    key = ObjectKey.of(body)
    if key.group_kind in CLUSTER_SCOPED or key.group_kind in cluster_scoped:
        return ObjectKey(key.group, key.kind, "", key.name)
    return ObjectKey(key.group, key.kind, key.namespace or namespace, key.name)


def _annotations(body: Body) -> _Map:
    found = (body.get("metadata") or {}).get("annotations")
    return found if isinstance(found, Mapping) else {}


def _crd(item: RenderedObject) -> CrdFact:
    spec: _Map = item.body.get("spec") or {}
    names: _Map = spec.get("names") or {}
    scope: Literal["Namespaced", "Cluster"] = "Cluster" if spec.get("scope") == "Cluster" else "Namespaced"
    return CrdFact(
        group=str(spec.get("group", "")),
        kind=str(names.get("kind", "")),
        plural=str(names.get("plural", "")),
        scope=scope,
        versions=tuple(str(one.get("name")) for one in spec.get("versions") or () if one.get("served", True)),
        kept=item.kept or _annotations(item.body).get(_KEEP) == "keep",
        in_folder=item.kept,
    )


def _service(key: ObjectKey, body: Body) -> ServiceFact:
    spec: _Map = body.get("spec") or {}
    selector: _Map = spec.get("selector") or {}
    return ServiceFact(
        namespace=key.namespace,
        name=key.name,
        type=str(spec.get("type") or "ClusterIP"),
        selector=tuple(sorted((str(name), str(value)) for name, value in selector.items())),
        ports=tuple(port_fact(port, "port") for port in spec.get("ports") or ()),
    )


def _secret(key: ObjectKey, body: Body, *, random: bool) -> SecretFact:
    keys = {str(name) for field in ("data", "stringData") for name in body.get(field) or {}}
    return SecretFact(namespace=key.namespace, name=key.name, keys=tuple(sorted(keys)), random=random)


def _webhooks(body: Body, namespace: str) -> list[WebhookFact]:
    kind: Literal["validating", "mutating"]
    if body.get("kind") == "ValidatingWebhookConfiguration":
        kind = "validating"
    elif body.get("kind") == "MutatingWebhookConfiguration":
        kind = "mutating"
    else:
        return []
    return [_webhook(kind, item, namespace) for item in body.get("webhooks") or ()]


def _webhook(kind: Literal["validating", "mutating"], item: _Map, namespace: str) -> WebhookFact:
    service: _Map = (item.get("clientConfig") or {}).get("service") or {}
    name = str(service.get("name", ""))
    where = str(service.get("namespace") or namespace)
    return WebhookFact(
        name=str(item.get("name", "")),
        kind=kind,
        blocks=item.get("failurePolicy", "Fail") == "Fail",
        rules=tuple(
            WebhookRule(
                groups=tuple(str(part) for part in rule.get("apiGroups") or ()),
                resources=tuple(str(part) for part in rule.get("resources") or ()),
                operations=tuple(str(part) for part in rule.get("operations") or ()),
            )
            for rule in item.get("rules") or ()
        ),
        service=name if where == namespace or not name else f"{where}/{name}",
        port=int(service.get("port") or 443),
        narrowed=any(item.get(field) for field in ("namespaceSelector", "objectSelector", "matchConditions")),
    )
