"""Proving a lab until its facts no longer change it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .._errors import LockError
from ..model import LabConfig, Lock, Release, fingerprint

if TYPE_CHECKING:
    from ..constructs import OutputBook, UnitChart
    from ..lock import ChartStore, Progress, ProofReport, Renderer
    from ..order import Item

__all__ = ["ROUNDS", "prove_until_stable", "releases_and_items", "render_until_stable"]

ROUNDS = 3
"""How often a lab is proven at most: facts change network policies and units, and those change no facts."""


def prove_until_stable(
    config: LabConfig,
    lock: Lock,
    *,
    apps: Path | None,
    store: ChartStore,
    renderer: Renderer,
    progress: Progress | None = None,
) -> ProofReport:
    """Prove a lab, build it again with the facts that came out, and prove that, until nothing changes any more.

    Facts come into the build (what a webhook needs to be reached, what a chart renders), so the first proof of a lab
    is of what it was built without them.

    Args:
        config: the lab.
        lock: what was proven before.
        apps: folder of the applications.
        store: where charts come from.
        renderer: what renders them.
        progress: is told what is being done.

    Raises:
        HomelabError: the lab cannot be built, or does not settle.
    """
    from ..lock import prove

    def look(releases: list[Release], items: list[Item]) -> ProofReport:
        resources = [(item.path, item.body) for item in items]
        version = config.cluster.version
        return prove(releases, resources, store=store, renderer=renderer, kubernetes=version, progress=progress)

    return _until_stable(config, lock, apps, look)


def render_until_stable(
    config: LabConfig,
    lock: Lock,
    *,
    apps: Path | None,
    store: ChartStore,
    renderer: Renderer,
    progress: Progress | None = None,
) -> ProofReport:
    """Render a lab as `prove_until_stable` proves it, and judge nothing.

    Raises:
        HomelabError: the lab cannot be built, or does not settle.
    """
    from ..lock import render_releases

    def look(releases: list[Release], items: list[Item]) -> ProofReport:
        version = config.cluster.version
        return render_releases(releases, store=store, renderer=renderer, kubernetes=version, progress=progress)

    return _until_stable(config, lock, apps, look)


def _until_stable(
    config: LabConfig,
    lock: Lock,
    apps: Path | None,
    look: Callable[[list[Release], list[Item]], ProofReport],
) -> ProofReport:
    from ..constructs import OutputBook

    outputs = OutputBook(None if apps is None else apps.parent, being_proven=True)
    releases, items = releases_and_items(config, lock, apps, outputs)
    for _ in range(ROUNDS):
        report = look(releases, items)
        if report.problems:
            return report
        before = _identity(releases, items)
        outputs = OutputBook(fresh=report.outputs, being_proven=True)
        releases, items = releases_and_items(config, Lock(entries=report.entries), apps, outputs)
        if _identity(releases, items) == before:
            return report
    raise LockError(
        f"the lab still changes after {ROUNDS} proofs: the facts of a chart change the values or custom resources that"
        " they were read with; report it with the lab's homelab.yaml"
    )


def releases_and_items(
    config: LabConfig, lock: Lock, apps: Path | None, outputs: OutputBook | None = None
) -> tuple[list[Release], list[Item]]:
    """Every chart and every object of a lab; its units need not be in order yet."""
    from ..synth._build import build_lab
    from ..synth._collect import collect

    lab = build_lab(config, lock=lock, apps=apps, outputs=outputs)
    for chart in lab.unit_charts:
        _put_off_patches(chart)
    charts, items = collect(lab)
    return [release for chart in charts for release in chart.releases], items


def _put_off_patches(chart: UnitChart) -> None:
    """Leave out patches whose target may be what a chart renders of which nothing is known yet.

    Once it is known, in the next round, a patch without a target is refused like always.
    """
    if any(_is_unknown(chart, release) for release in chart.releases):
        own = [manifest.key for manifest in chart.manifests]
        chart.patches = tuple(patch for patch in chart.patches if any(patch.matches(key) for key in own))


def _is_unknown(chart: UnitChart, release: Release) -> bool:
    known = chart.surroundings.facts.whole(release)
    if release.in_tree:
        return not chart.surroundings.outputs.of(release, known)
    return known.standing == "unknown"


def _identity(releases: list[Release], items: list[Item]) -> tuple[list[tuple[str, str, str]], str]:
    """What a proof depends on. Objects of Kubernetes' own kinds are none of it, so a fact may well change those."""
    from ..model import BUILT_IN_GROUPS

    custom = [item.body for item in items if item.key.group not in BUILT_IN_GROUPS]
    charts = [(item.construct, repr(item.chart), item.fingerprint) for item in releases]
    return charts, fingerprint(custom)
