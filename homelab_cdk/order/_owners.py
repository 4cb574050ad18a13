"""Who brings a CRD, answers a webhook, or creates a namespace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..constructs import UnitChart
from ..model import ChartFacts, GroupKind, WebhookFact
from ._item import Item

__all__ = ["FLUX_GROUPS", "OPERATOR_GROUP", "Owners", "plural_of"]

OPERATOR_GROUP = "fluxcd.controlplane.io"
"""The API group of the operator that installs Flux."""

FLUX_GROUPS = (
    "source.toolkit.fluxcd.io",
    "source.extensions.fluxcd.io",
    "kustomize.toolkit.fluxcd.io",
    "helm.toolkit.fluxcd.io",
    "notification.toolkit.fluxcd.io",
    "image.toolkit.fluxcd.io",
    OPERATOR_GROUP,
)
"""API groups that are there before anything of the tree is applied: Flux brings them itself."""


def plural_of(kind: str) -> str:
    """The resource name of a built-in kind (source: the API conventions of Kubernetes)."""
    name = kind.lower()
    if name.endswith(("s", "x", "ch")):
        return name if name == "endpoints" else name + "es"
    return name[:-1] + "ies" if name.endswith("y") and name[-2] not in "aeiou" else name + "s"


@dataclass(slots=True, kw_only=True)
class Owners:
    """What the charts and plain manifests of a lab bring, by what they bring."""

    released: dict[GroupKind, UnitChart] = field(default_factory=dict)
    """CRDs that come with a release."""
    plain: dict[GroupKind, Item] = field(default_factory=dict)
    """CRDs that stand in the tree as manifests."""
    plurals: dict[GroupKind, str] = field(default_factory=dict)
    webhooks: list[tuple[WebhookFact, UnitChart]] = field(default_factory=list)
    """Webhooks that reject objects while they do not answer."""
    unknown: list[str] = field(default_factory=list)
    """Charts of which no facts are known, as people write them."""
    facts: dict[UnitChart, list[tuple[str, ChartFacts]]] = field(default_factory=dict)
    """Facts of each chart's releases, by the release's name for people."""
    _judges: dict[GroupKind, list[tuple[WebhookFact, UnitChart]]] = field(default_factory=dict, init=False, repr=False)
    """The webhooks of each kind that was asked for: thousands of objects are of a few kinds."""

    @classmethod
    def of(cls, charts: Iterable[UnitChart], items: Iterable[Item]) -> Owners:
        """Read them out of facts and manifests."""
        owners = cls()
        for chart in charts:
            for release in chart.releases:
                known = chart.facts(release)
                facts = known.facts
                if known.standing == "unknown":
                    owners.unknown.append(str(release.chart))
                owners.facts.setdefault(chart, []).append((str(release.chart), facts))
                for crd in facts.crds:
                    owners.released.setdefault(crd.group_kind, chart)
                    owners.plurals[crd.group_kind] = crd.plural
                owners.webhooks.extend((webhook, chart) for webhook in facts.webhooks if webhook.blocks)
        for item in items:
            if item.key.kind == "CustomResourceDefinition":
                spec = item.body.get("spec") or {}
                names = spec.get("names") or {}
                kind = GroupKind(str(spec.get("group", "")), str(names.get("kind", "")))
                owners.plain.setdefault(kind, item)
                owners.plurals[kind] = str(names.get("plural", ""))
        return owners

    def judges(self, item: Item) -> Sequence[tuple[WebhookFact, UnitChart]]:
        """The webhooks that an object passes through when it is applied."""
        kind = item.group_kind
        found = self._judges.get(kind)
        if found is None:
            plural = self.plurals.get(kind) or plural_of(kind.kind)
            found = self._judges[kind] = [
                (webhook, chart)
                for webhook, chart in self.webhooks
                if webhook.judges(kind.group, plural) and not webhook.picks_few
            ]
        return found
