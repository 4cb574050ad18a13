"""What alerts and receivers are about is there."""

from __future__ import annotations

from ..constructs import FLUX_NAMESPACE, FLUX_SOURCE
from ..order import FLUX_GROUPS, Built, Item
from ._meant import either, in_place_of
from ._read import at, maps
from ._rule import Found, Hit, rule

_GROUP = "notification.toolkit.fluxcd.io"


@rule(
    "HL262",
    "every_event_source_exists",
    example="""
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: gitea, namespace: gitea}
 spec:
   chartRef: {kind: OCIRepository, name: gitea}
   interval: 1h
 ---
 apiVersion: notification.toolkit.fluxcd.io/v1beta3
 kind: Alert
 metadata: {name: failures, namespace: flux-system}
 spec:
   providerRef: {name: phone}
   eventSeverity: error
   eventSources:
     - kind: HelmRelease
       name: gitea
+      namespace: gitea
""",
    says="""
Alert.notification.toolkit.fluxcd.io flux-system/failures: spec.eventSources[0] names HelmRelease
flux-system/gitea, which nothing in this lab makes; write namespace: gitea beside the name
""",
)
def every_event_source_exists(built: Built) -> Found:
    """What alerts and receivers are about is there.

    Each event source of an Alert and each resource of a Receiver is an object of Flux in the lab, or `*` for all of its
    kind; of another one nothing is ever heard.
    """
    known = {
        (kind.kind, item.key.namespace, item.key.name)
        for kind, items in built.by_kind.items()
        if kind.group in FLUX_GROUPS
        for item in items
    }
    known |= {("Kustomization", FLUX_NAMESPACE, unit.name) for unit in built.units}
    known |= {(kind, FLUX_NAMESPACE, FLUX_SOURCE) for kind in ("GitRepository", "Kustomization")}
    known |= {_chart_of(item) for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease")}
    for kind, field in (("Alert", "eventSources"), ("Receiver", "resources")):
        for item in built.of(_GROUP, kind):
            for number, source in enumerate(maps(at(item.body, "spec").get(field))):
                name = str(source.get("name"))
                place = (str(source.get("kind")), str(source.get("namespace") or item.key.namespace), name)
                if name != "*" and place not in known:
                    others = sorted(where for kind, where, other in known if (kind, other) == (place[0], name))
                    alike = [other for kind, where, other in known if (kind, where) == place[:2]]
                    yield Hit.of(
                        item,
                        f"spec.{field}[{number}] names {place[0]} {place[1]}/{name}, which nothing in this lab makes",
                        f"write namespace: {' or '.join(others)} beside the name"
                        if others
                        else either(in_place_of(name, alike), f"write `*` for every {place[0]} in {place[1]}"),
                    )


def _chart_of(release: Item) -> tuple[str, str, str]:
    """The HelmChart that helm-controller makes beside the source of a release (source: `GetHelmChartName`)."""
    source = at(release.body, "spec", "chart", "spec", "sourceRef")
    namespace = str(source.get("namespace") or release.key.namespace)
    return "HelmChart", namespace, f"{release.key.namespace}-{release.key.name}"
