"""A lab with what its charts render beside what stands in the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..model import Body, ObjectKey
from ._built import Built
from ._item import Item
from ._unit import Unit

__all__ = ["SHOWN", "with_objects"]

SHOWN = "rendered"
"""The step in an object's path that tells it from those of the tree: `traefik/rendered/deployment-traefik`."""


def with_objects(built: Built, objects: Mapping[str, Sequence[Body]]) -> Built:
    """The lab with the objects of some releases in the units that install them, in place of the facts of these.

    For looking at, not for writing: what is in a unit here comes into the cluster by its release. The facts of the lab that
    was given are no longer whole after this.

    Args:
        built: the lab, in order.
        objects: what comes out of releases, by the construct that installs each.
    """
    book = built.lab.surroundings.facts
    added: dict[Unit, list[Item]] = {}
    main = {unit.chart: unit for unit in built.units if not unit.config}
    for chart in built.lab.unit_charts:
        for release in chart.releases:
            if release.construct not in objects or release.in_tree or chart not in main:
                continue
            book.shown.add(release.construct)
            for body in objects[release.construct]:
                key = ObjectKey.of(body)
                path = f"{release.construct}/{SHOWN}/{key.kind.lower()}-{key.name}"
                added.setdefault(main[chart], []).append(Item(body=body, path=path, chart=chart, key=key))
    units = [
        Unit(
            name=unit.name,
            layer=unit.layer,
            chart=unit.chart,
            config=unit.config,
            items=[*unit.items, *added.get(unit, ())],
            depends_on=unit.depends_on,
        )
        for unit in built.units
    ]
    return Built(lab=built.lab, units=units, schemas=built.schemas)
