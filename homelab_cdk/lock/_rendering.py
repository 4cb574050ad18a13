"""Rendering the charts of a lab as Flux will, each knowing the kinds that the others bring."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from .. import _yaml_documents as _yaml
from .._errors import LockError
from ..model import Body, ObjectKey, Release
from ..schemas import CrdIndex
from ._edits import edited
from ._facts import RenderedObject, key_in
from ._job import Job
from ._kubernetes import served_kinds
from ._manifests import check_bundle_version, manifest_texts
from ._post_rendered import post_rendered
from ._prepare import prepare
from ._renderer import RenderedText, Renderer
from ._store import ChartStore

__all__ = ["Rendering", "crd_bodies", "full_version"]

_APART = 1.1
"""Seconds between two renders that must agree to the second, so that a date in them shows."""


class Rendering:
    """The charts of one lab at one version of Kubernetes: `prepare` each, `first` each, then `again` each.

    `kubernetes` is that version in full; `recorded` the one that entries name, which a patch release does not move: with each
    of them every lock would be another one.
    """

    def __init__(self, store: ChartStore, renderer: Renderer, kubernetes: str, scratch: Path) -> None:
        self.kubernetes = full_version(kubernetes)
        self.recorded = f"{self.kubernetes.rpartition('.')[0]}.0"
        self.crds = CrdIndex()
        self._store = store
        self._renderer = renderer
        self._scratch = scratch
        self._parsed: dict[str, object] = {}
        self._versions: list[str] | None = None
        self._folders = 0

    def prepare(self, job: Job) -> None:
        """Fetch and read a chart.

        Raises:
            LockError: it is nowhere, or does not support this Kubernetes.
        """
        self._folders += 1
        job.chart = self._store.get(job.release.chart)
        if job.chart.origin == "files":
            return
        scratch = self._scratch / str(self._folders)
        job.tree = prepare(job.chart, release=job.release, kubernetes=self.kubernetes, scratch=scratch)

    def first(self, job: Job) -> None:
        """Render for the CRDs; a chart may well fail that asks for kinds which only the other charts bring."""
        job.since = time.monotonic()
        try:
            job.first = self.texts(job, api_versions=())
        except LockError:
            return
        crds = [text for text in job.first if "CustomResourceDefinition" in text.text]
        self.crds.add(job.release.construct, crd_bodies(self.objects(job, crds)))

    def again(self, job: Job) -> None:
        """Render with all kinds known, patch as Flux will, and find what differs in every render.

        Raises:
            LockError: Helm refuses the chart with these values, or a patch does not fit.
        """
        if job.chart is None or (job.chart.origin != "files" and job.tree is None):
            return
        if job.tree is None:
            job.texts = job.first or self.texts(job, api_versions=())
            check_bundle_version(job.release.chart, self.objects(job, job.texts))
            job.objects = edited(self.objects(job, job.texts), job.release)
        else:
            _wait(job, since=job.since)
            try:
                job.texts = self.texts(job)
            except LockError:
                if job.refused:
                    return
                raise
            job.unstable = self._unstable(job)
            job.objects = post_rendered(self.objects(job, job.texts), job.release)
        job.rendered = True
        self.crds.add(job.release.construct, crd_bodies(job.objects))

    def texts(
        self, job: Job, release: Release | None = None, *, api_versions: Sequence[str] | None = None
    ) -> list[RenderedText]:
        """What a chart renders, with other values where another release is given.

        Raises:
            LockError: Helm refuses the chart with these values.
        """
        if job.chart is None:
            return []
        if job.tree is None:
            return manifest_texts(job.chart.path, (release or job.release).chart.paths)
        versions = self._served() if api_versions is None else api_versions
        return self._renderer.render(
            job.tree.path, release=release or job.release, kubernetes=self.kubernetes, api_versions=versions
        )

    def objects(self, job: Job, texts: Sequence[RenderedText]) -> list[RenderedObject]:
        """The objects in some documents.

        Raises:
            LockError: one of them is not YAML.
        """
        return [
            RenderedObject(source=text.source, body=body, kept=text.kept)
            for text in texts
            for body in self._bodies(job, text)
        ]

    def _served(self) -> Sequence[str]:
        """What the cluster serves; complete once every chart was rendered for its CRDs."""
        if self._versions is None:
            self._versions = [*served_kinds(self.kubernetes), *self.crds.api_versions()]
        return self._versions

    def _unstable(self, job: Job) -> frozenset[ObjectKey]:
        if job.texts == job.first:
            return frozenset()
        _wait(job, since=time.monotonic())
        again = self.texts(job)
        return self._differing(job, job.texts, again) if again != job.texts else frozenset()

    def _bodies(self, job: Job, text: RenderedText) -> list[Body]:
        if text.text not in self._parsed:
            try:
                self._parsed[text.text] = _yaml.load(text.text)
            except ValueError as error:
                raise LockError(f"{job.release.chart} renders {text.source} as no YAML: {error}") from None
        value = self._parsed[text.text]
        if not isinstance(value, dict) or not value.get("kind"):
            return []
        if str(value["kind"]).endswith("List") and isinstance(value.get("items"), list):
            return [item for item in value["items"] if isinstance(item, dict)]
        return [value]

    def _differing(self, job: Job, left: Sequence[RenderedText], right: Sequence[RenderedText]) -> frozenset[ObjectKey]:
        sides = []
        for texts in (left, right):
            namespace = job.release.namespace
            sides.append({key_in(item.body, namespace): item.body for item in self.objects(job, texts)})
        one, other = sides
        return frozenset(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


def _wait(job: Job, *, since: float) -> None:
    """Let so much time pass between two renders of what will stand in the tree that a date in it differs."""
    if job.release.in_tree:
        time.sleep(max(0.0, since + _APART - time.monotonic()))


def full_version(version: str) -> str:
    """A version of Kubernetes as Helm takes it: `1.36` is `1.36.0`."""
    parts = version.removeprefix("v").split(".")
    return ".".join([*parts, "0", "0"][:3])


def crd_bodies(objects: Sequence[RenderedObject]) -> list[Body]:
    """The CustomResourceDefinitions among some objects."""
    return [item.body for item in objects if item.body.get("kind") == "CustomResourceDefinition"]
