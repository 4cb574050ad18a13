"""Behind `homelab lock`: fetch and render the pinned charts, and prove the lab against them."""

from __future__ import annotations

from ._facts import RenderedObject
from ._job import Progress
from ._prove import prove, render_releases
from ._renderer import HelmCommand, HelmLibrary, RenderedText, Renderer, find_renderer
from ._report import ProofFinding, ProofReport
from ._store import ChartStore, LocalChart, default_cache

__all__ = [
    "ChartStore",
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
    "find_renderer",
    "prove",
    "render_releases",
]
