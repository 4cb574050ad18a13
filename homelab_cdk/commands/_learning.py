"""Keeping the schemas of CRDs that a proof has seen, so that every later run can hold objects against them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .._errors import HomelabError

if TYPE_CHECKING:
    from ..lock import ChartStore, ProofReport
    from ..schemas import SchemaCache

__all__ = ["learn_schemas"]


def learn_schemas(report: ProofReport, cache: SchemaCache, *, store: ChartStore, charts: Path | None) -> str:
    """Keep the schemas of the charts of a proof, and of Flux itself where its manifests are at hand.

    Flux' own CRDs come with no chart. They are read from the folder `flux` of the user's charts; where the user gave none,
    from the manifests that the Flux operator installs, at its Git tag, and once only.

    Args:
        report: what was proven.
        cache: where schemas are kept.
        store: where charts come from.
        charts: the user's folder of charts.

    Returns:
        Why there are none of Flux; empty where there are.
    """
    for construct, entry in report.entries.items():
        cache.learn(entry.digest, report.crds.get(construct, ()))
    from ..components.flux import FLUX_CRDS, FLUX_SCHEMAS
    from ..schemas import crds_in

    if charts is not None:
        folder = charts / FLUX_CRDS.name
        if folder.is_dir():
            cache.learn(FLUX_SCHEMAS, crds_in(folder))
        return ""
    if cache.kinds(FLUX_SCHEMAS):
        return ""
    try:
        cache.learn(FLUX_SCHEMAS, crds_in(store.get(FLUX_CRDS).path / FLUX_CRDS.path))
    except HomelabError as error:
        return f"objects of Flux that are not this library's own are held against no schema: {error}"
    return ""
