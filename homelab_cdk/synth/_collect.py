"""Every object of a lab: our own from Python, foreign ones from Node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cdk8s
import constructs

from .._errors import BuildError
from ..constructs import Lab, Manifest, Patch, UnitChart
from ..model import Body, ObjectKey
from ..order import Item

__all__ = ["collect"]


def collect(lab: Lab) -> list[Item]:
    """All objects of a lab with the patches of their charts applied, in the order in which they were added.

    Objects of foreign constructs (a bare `ApiObject`, cdk8s-plus, `Include`) follow those of the chart they stand in.

    Raises:
        BuildError: a patch has no target, a foreign construct has a dependency, or stands outside of any chart of ours.
    """
    foreign = _foreign(lab)
    items: list[Item] = []
    for chart in lab.unit_charts:
        own = [_own(manifest, chart) for manifest in chart.manifests]
        own.extend(foreign.pop(chart.path, ()))
        items.extend(own)
    if foreign:
        raise BuildError(
            f"the foreign objects {', '.join(item.path for found in foreign.values() for item in found)} stand in no"
            " component or app; place them in one, such as a `HelmApp` or a chart of your own based on `UnitChart`"
        )
    return items


def apply_chart_patches(lab: Lab) -> None:
    """Hand each chart's patches to their targets.

    An object that a chart's release renders is patched by Flux after rendering.

    Raises:
        BuildError: a patch has no target.
    """
    for chart in lab.unit_charts:
        for patch in chart.patches:
            _place(patch, chart)


def _place(patch: Patch, chart: UnitChart) -> None:
    targets = [manifest for manifest in chart.manifests if patch.matches(manifest.key)]
    for manifest in targets:
        if patch not in manifest.patches:
            manifest.add_patch(patch)
    if targets:
        return
    for release in chart.helm_releases:
        if any(patch.matches(key) for key in release.rendered()):
            release.post_render(patch)
            return
    known = ", ".join(f"{item.key.kind} {item.key.name}" for item in chart.manifests)
    raise BuildError(
        f"{chart.path}: the patch of {patch.kind} {patch.name} has no target; this chart has {known}, and none of its"
        " releases is known to render it"
    )


def _own(manifest: Manifest, chart: UnitChart) -> Item:
    body = manifest.final()
    return Item(body=body, path=manifest.path, chart=chart, key=ObjectKey.of(body))


def _foreign(lab: Lab) -> dict[str, list[Item]]:
    """Foreign objects by the path of the chart that they stand in; only what was ever reached from outside is looked at."""
    charts = {chart.path: chart for chart in lab.unit_charts}
    found: dict[str, list[Item]] = {}
    for root in _reached(lab):
        for construct in root.node.find_all():
            if isinstance(construct, constructs.Construct) and construct.node.dependencies:
                _refuse_dependency(construct)
            if isinstance(construct, Manifest):
                if construct.unit_chart is not None:
                    continue
                body: Body = construct.final()
            elif isinstance(construct, cdk8s.ApiObject):
                body = _body(construct)
            else:
                continue
            path = str(construct.node.path)
            chart = charts.get(path.split("/", 1)[0])
            if chart is None:
                found.setdefault(path, []).append(Item(body=body, path=path, chart=lab.unit_charts[0], key=ObjectKey.of(body)))
            else:
                found.setdefault(chart.path, []).append(Item(body=body, path=path, chart=chart, key=ObjectKey.of(body)))
    return found


def _reached(lab: Lab) -> Iterator[Any]:
    if lab.is_reached:
        yield lab
        return
    yield from (chart for chart in lab.unit_charts if chart.is_reached or any(m.is_reached for m in chart.manifests))


def _body(construct: cdk8s.ApiObject) -> Body:
    body = construct.to_json()
    if not isinstance(body, dict):
        raise BuildError(f"{construct.node.path}: the foreign construct gives no object, got {body!r}")
    return body


def _refuse_dependency(construct: constructs.Construct) -> None:
    targets = ", ".join(str(target.node.path) or "the lab" for target in construct.node.dependencies)
    raise BuildError(
        f"{construct.node.path}: add_dependency on {targets} is not supported: cdk8s expands dependencies into object pairs"
        " and takes exponential time; the order of units is inferred, and where nothing shows it, append the other chart to"
        " `needs`"
    )
