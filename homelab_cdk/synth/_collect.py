"""Every object of a lab: our own from Python, foreign ones from Node."""

from __future__ import annotations

from collections.abc import Mapping

import cdk8s
import constructs

from .._errors import BuildError
from ..constructs import AdoptedChart, Lab, Manifest, Patch, Twin, UnitChart
from ..model import Body, ObjectKey
from ..order import Item

__all__ = ["collect"]


def collect(lab: Lab) -> tuple[list[UnitChart], list[Item]]:
    """All charts of a lab and all their objects, patched, in the order in which they were added.

    Objects of foreign constructs (a bare `ApiObject`, cdk8s-plus, `Include`) follow those of the chart that they stand in;
    a foreign chart that stands in the lab itself becomes a unit of its own.

    Raises:
        BuildError: a patch has no target, or a construct has a dependency.
    """
    charts = lab.unit_charts
    for chart in charts:
        for patch in chart.patches:
            _hand_over(patch, chart)
    foreign, adopted = _foreign(lab, charts)
    charts = [*charts, *adopted]
    items: list[Item] = []
    for chart in charts:
        items.extend(_own(manifest, chart) for manifest in chart.manifests)
        items.extend(foreign.get(chart.path, ()))
    return charts, items


def _own(manifest: Manifest, chart: UnitChart) -> Item:
    body = manifest.final()
    return Item(body=body, path=manifest.path, chart=chart, key=ObjectKey.of(body), observes=manifest.observes)


def _hand_over(patch: Patch, chart: UnitChart) -> None:
    """Give a patch to its target: a manifest of the chart, or else an object that one of its releases renders."""
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
    known = ", ".join(f"{manifest.key.kind} {manifest.key.name}" for manifest in chart.manifests)
    raise BuildError(
        f"{chart.path}: the patch of {patch.kind} {patch.name} has no target; this chart has {known}, and none of its"
        " releases is known to render it"
    )


def _foreign(lab: Lab, charts: list[UnitChart]) -> tuple[dict[str, list[Item]], list[UnitChart]]:
    """Foreign objects by the path of their chart; only what was ever reached from outside is looked at."""
    by_path = {chart.path: chart for chart in charts}
    adopted: list[UnitChart] = []
    found: dict[str, list[Item]] = {}
    for root in lab.reached():
        for construct in root.node.find_all():
            path = construct.path if isinstance(construct, Twin) else str(construct.node.path)
            _refuse_dependencies(construct, path)
            body = _foreign_body(construct, path)
            if body is None:
                continue
            chart = _nearest(path, by_path)
            if chart is None:
                top = path.split("/", 1)[0]
                chart = by_path[top] = AdoptedChart(construct, id=top, surroundings=lab.surroundings)
                adopted.append(chart)
            item = Item(body=body, path=path, chart=chart, key=ObjectKey.of(body))
            found.setdefault(chart.path, []).append(item)
    return found, adopted


def _nearest(path: str, charts: Mapping[str, UnitChart]) -> UnitChart | None:
    """The innermost chart that a path lies in."""
    while path:
        if path in charts:
            return charts[path]
        path = path.rpartition("/")[0]
    return None


def _foreign_body(construct: constructs.IConstruct, path: str) -> Body | None:
    if isinstance(construct, Manifest):
        return construct.final() if construct.unit_chart is None else None
    if not isinstance(construct, cdk8s.ApiObject):
        return None
    body = construct.to_json()
    if not isinstance(body, dict):
        raise BuildError(f"{path}: the foreign construct gives no object, got {body!r}")
    return body


def _refuse_dependencies(construct: constructs.IConstruct, path: str) -> None:
    dependencies = construct.node.dependencies
    if dependencies:
        targets = ", ".join(str(target.node.path) or "the lab" for target in dependencies)
        raise BuildError(
            f"{path or 'the lab'}: add_dependency on {targets} is not supported: cdk8s expands dependencies into object"
            " pairs and takes exponential time; the order of units is inferred, and where nothing shows it, append the"
            " other chart to `needs`"
        )
