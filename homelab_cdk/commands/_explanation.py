"""What there is to tell of an object or a unit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..config import options_of
from ..constructs import Component, Patch, UnitChart
from ..model import ComponentChoice
from ..order import FLUX_NAMESPACE, Built, Item, ReleaseProof, Unit, proofs

__all__ = ["Explanation", "OptionTold", "PatchTold", "explain_item", "explain_unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionTold:
    """An option as a component had it; `origin` is the place where it was set, or `default`."""

    key: str
    value: str
    origin: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchTold:
    """A patch: what it does to which fields, and why."""

    operations: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why something is there and looks as it does."""

    title: str
    facts: list[tuple[str, str]]
    waits: dict[str, list[str]] = field(default_factory=dict)
    patches: list[PatchTold] = field(default_factory=list)
    options: list[OptionTold] = field(default_factory=list)


def explain_item(built: Built, item: Item, file: str) -> Explanation:
    """Explain one object."""
    unit = built.unit_of[item]
    key = item.key
    where = f" in the namespace {key.namespace}" if key.namespace else ""
    facts = [("file", file), ("made by", item.path)]
    facts += _component(built, item.chart)
    facts.append(("unit", f"{unit.name}, applied by the Flux Kustomization {FLUX_NAMESPACE}/{unit.name}"))
    facts += _charts(built, item.chart, only=key.name if key.kind == "HelmRelease" else None)
    return Explanation(
        title=f"{key.group_kind} {key.name}{where}",
        facts=facts,
        waits=_waits(unit, first=str(key)),
        patches=_patches(item),
        options=_options(built, item.chart),
    )


def explain_unit(built: Built, unit: Unit) -> Explanation:
    """Explain one unit: what one Flux Kustomization applies."""
    facts = [
        ("folder", f"generated/{unit.folder}"),
        ("objects", ", ".join(f"{item.key.kind} {item.key.name}" for item in unit.items)),
    ]
    facts += _component(built, unit.chart)
    facts += _charts(built, unit.chart, only=None)
    waited = [other.name for other in built.units if unit.name in other.depends_on]
    if waited:
        facts.append(("awaited by", ", ".join(waited)))
    title = f"unit {unit.name}, applied by the Flux Kustomization {FLUX_NAMESPACE}/{unit.name}"
    return Explanation(title=title, facts=facts, waits=_waits(unit), options=_options(built, unit.chart))


def _waits(unit: Unit, *, first: str = "") -> dict[str, list[str]]:
    """Why a unit waits, by what for; what one object is the reason for comes first."""
    told = {
        target: sorted(reasons, key=lambda reason: not reason.subject.startswith(f"{first} "))
        for target, reasons in unit.depends_on.items()
    }
    order = sorted(told, key=lambda target: not told[target][0].subject.startswith(f"{first} "))
    return {target: [str(reason) for reason in told[target]] for target in order}


def _component(built: Built, chart: UnitChart) -> list[tuple[str, str]]:
    if not isinstance(chart, Component):
        return [("app", chart.construct_id)]
    choice = _choice(built, chart)
    rows = [("component", f"{chart.info.title}: {chart.info.about}")]
    if choice is not None:
        rows.append(("chosen at", str(choice.place)))
    else:
        bringers = [kind.info.name for kind in _components(built) if chart.info.name in kind.info.brings]
        rows.append(("brought by", ", ".join(dict.fromkeys(bringers)) or "an app"))
    return rows


def _components(built: Built) -> list[Component]:
    return [chart for chart in built.lab.unit_charts if isinstance(chart, Component)]


def _choice(built: Built, chart: UnitChart) -> ComponentChoice | None:
    return next((item for item in built.lab.config.components if item.id == chart.construct_id), None)


def _charts(built: Built, chart: UnitChart, *, only: str | None) -> list[tuple[str, str]]:
    rows = []
    for proof in proofs(built):
        release = proof.release
        if release in chart.releases and only in (None, release.name):
            rows.append(("chart", f"{release.chart} from {release.chart.repository}"))
            rows.append(("facts", _standing(proof)))
    return rows


def _standing(proof: ReleaseProof) -> str:
    if proof.standing != "proven":
        return f"{proof.standing}: {proof.because}; run `homelab lock`"
    entry = proof.known.entry
    if entry is None:
        return "proven"
    accounted = f", {entry.paths.total} values accounted for" if proof.release.values else ""
    return f"proven with Kubernetes {entry.kubernetes}{accounted}, {len(entry.facts.crds)} CRDs"


def _patches(item: Item) -> list[PatchTold]:
    own: Sequence[Patch] = next(
        (manifest.patches for manifest in item.chart.manifests if manifest.path == item.path), ()
    )
    told = [_told(patch) for patch in own]
    for release in item.chart.helm_releases:
        if not release.release.in_tree and release.manifest.path == item.path:
            told += [_told(patch, of=True) for patch in release.patches]
    return told


def _told(patch: Patch, *, of: bool = False) -> PatchTold:
    target = f" of {patch.kind} {patch.name}" if of else ""
    operations = tuple(f"{item['op']} {item['path']}{target}" for item in patch.operations)
    return PatchTold(operations=operations, reason=patch.reason)


def _options(built: Built, chart: UnitChart) -> list[OptionTold]:
    """A component's own options, and of the common ones those that were set."""
    if not isinstance(chart, Component):
        return []
    choice = _choice(built, chart)
    given = choice.options if choice else {}
    told = []
    for option in options_of(type(chart)):
        if choice is not None and option.key in given:
            place = str(choice.places.get(option.key, choice.place))
            told.append(
                OptionTold(
                    key=option.key, value=_spelt(given[option.key]), origin=place, description=option.description
                )
            )
        elif not option.common:
            value = _spelt(option.default) if "default" in option.schema else "(inferred)"
            told.append(OptionTold(key=option.key, value=value, origin="default", description=option.description))
    return told


def _spelt(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:37]}..."
