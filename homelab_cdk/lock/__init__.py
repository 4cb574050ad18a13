"""Behind `homelab lock`: fetch and render the pinned charts, and prove the lab against them."""

from __future__ import annotations

from ._chart import ChartTree
from ._described import describe, described_chart, misfits, unknown_values
from ._facts import RenderedObject, key_in
from ._job import Progress
from ._prove import prove, render_releases
from ._renderer import HelmCommand, HelmLibrary, RenderedText, Renderer, find_renderer
from ._report import ProofFinding, ProofReport
from ._store import ChartStore, LocalChart, default_cache

__all__ = [
    "ChartStore",
    "ChartTree",
    "HelmCommand",
    "HelmLibrary",
    "LocalChart",
    "Progress",
    "ProofFinding",
    "ProofReport",
    "RenderedObject",
    "RenderedText",
    "Renderer",
    "default_cache",
    "describe",
    "described_chart",
    "find_renderer",
    "key_in",
    "misfits",
    "prove",
    "render_releases",
    "unknown_values",
]
