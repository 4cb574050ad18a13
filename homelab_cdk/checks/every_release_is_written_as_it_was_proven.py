"""What is written of a release is what `homelab lock` looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model import ObjectKey
from ..order import Built, Item
from ._read import at, mapping
from ._rule import Found, Hit, rule

_SOURCES = "source.toolkit.fluxcd.io"


@rule(
    "HL470",
    "every_release_is_written_as_it_was_proven",
    level="warning",
    needs="lab",
    example={
        "homelab.yaml": """
 resourceMetrics:
   metrics-server:
-    patches:
-      - kind: HelmRelease
-        name: metrics-server
-        operations: [{op: add, path: /spec/values/hostNetwork, value: {enabled: true}}]
-        reason: the API server of this lab does not reach the pod network
+    values: {hostNetwork: {enabled: true}}
""",
    },
    says="""
HelmRelease.helm.toolkit.fluxcd.io kube-system/metrics-server: its values are other ones than those
that are proven: hostNetwork; set them with `values` of the component, not with a patch
""",
)
def every_release_is_written_as_it_was_proven(built: Built) -> Found:
    """What is written of a release is what `homelab lock` looks at.

    Each HelmRelease has the values, and its source the version, that the lock renders. A patch of either goes past the proof:
    what is known of the chart is known of something else, and order, policies and capacity with it.
    """
    for chart in built.lab.unit_charts:
        for release in (item for item in chart.helm_releases if not item.release.in_tree):
            item = built.by_key.get(release.manifest.key)
            if item is None:
                continue
            spec = at(item.body, "spec")
            differing = list(_differing(mapping(spec.get("values")), release.release.values, ""))
            if not isinstance(spec.get("values", {}), Mapping):
                differing = ["values"]
            if differing:
                listed = ", ".join(differing[:3]) + (f" and {len(differing) - 3} more" if len(differing) > 3 else "")
                yield Hit.of(
                    item,
                    f"its values are other ones than those that are proven: {listed}",
                    "set them with `values` of the component, not with a patch",
                )
            version = _version(built, item)
            if version not in ("", release.release.chart.version):
                yield Hit.of(
                    item,
                    f"it installs {release.release.chart.name} {version}, and {release.release.chart} is proven",
                    "set it with `version` of the component, not with a patch",
                )


def _differing(written: Mapping[str, object], proven: Mapping[str, object], path: str) -> Iterator[str]:
    """Paths of values that are not the same; nulls stand elsewhere, and so do lists with a null in them."""
    for key in dict.fromkeys((*proven, *written)):
        name = str(key) or '""'
        place = f"{path}.{name}" if path else name
        old, new = proven.get(key), written.get(key)
        if isinstance(old, Mapping) and isinstance(new, (Mapping, type(None))):
            yield from _differing(mapping(new), old, place)
        elif old is not None and old != new and not (new is None and _has_null(old)) or old is None and new is not None:
            yield place


def _has_null(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(inner is None or _has_null(inner) for inner in value.values())
    return isinstance(value, (list, tuple)) and any(inner is None or _has_null(inner) for inner in value)


def _version(built: Built, item: Item) -> str:
    """The version that a release asks for; empty where its source is not in the tree, or goes by a digest."""
    spec = at(item.body, "spec")
    reference = at(spec, "chartRef")
    if not reference:
        return str(at(spec, "chart", "spec").get("version") or "")
    namespace = str(reference.get("namespace") or item.key.namespace)
    source = built.by_key.get(ObjectKey(_SOURCES, str(reference.get("kind")), namespace, str(reference.get("name"))))
    return str(at(source.body, "spec", "ref").get("tag") or "") if source is not None else ""
