"""A change of values is noticed at once."""

from __future__ import annotations

from ..order import Built
from ._read import at, maps
from ._rule import Found, Hit, rule

_WATCH = "reconcile.fluxcd.io/watch"


@rule("HL263", "every_values_source_is_watched", level="warning")
def every_values_source_is_watched(built: Built) -> Found:
    """A change of values is noticed at once.

    ConfigMaps and Secrets of the tree from which a HelmRelease takes values carry the label `reconcile.fluxcd.io/watch:
    Enabled`; without it Flux takes up a change at the next interval, an hour later. One that kustomize gives another name with
    each change needs none.
    """
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        for entry in maps(at(item.body, "spec").get("valuesFrom")):
            for source in built.of("", str(entry.get("kind"))):
                is_it = (source.key.namespace, source.key.name) == (item.key.namespace, entry.get("name"))
                if not is_it or source in built.beyond.hashed:
                    continue
                if at(source.body, "metadata", "labels").get(_WATCH) != "Enabled":
                    yield Hit.of(
                        source,
                        f"{item.key} takes values from it, and it has no label {_WATCH}: Enabled",
                        "add that, so that a change is taken up at once",
                    )
