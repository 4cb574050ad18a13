"""Proving a lab against its charts: render, account, validate, and read the facts out."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from .. import _yaml_documents as _yaml
from .._errors import HomelabError, LockError
from ..model import (
    Body,
    ChartFacts,
    GroupKind,
    LockEntry,
    ObjectKey,
    PathCounts,
    Release,
    fingerprint,
    resources_fingerprint,
)
from ..schemas import CelRules, CrdIndex
from ._chart import ChartTree
from ._edits import edited
from ._effect import Effect
from ._facts import RenderedObject, facts_of, key_in
from ._kubernetes import served_kinds
from ._manifests import check_bundle_version, manifest_texts
from ._passed import described_by_crd, passed_on
from ._paths import account
from ._prepare import prepare
from ._renderer import RenderedText, Renderer
from ._report import ProofFinding, ProofReport
from ._resources import ResourceJudge, is_custom
from ._schema import chart_schema_errors
from ._store import ChartStore, LocalChart

__all__ = ["Progress", "prove"]

Progress = Callable[[str, str], None]
"""Called with the construct and what is being done for it, for people who wait."""


@dataclass(slots=True)
class _Job:
    """One release on its way through the proof."""

    release: Release
    chart: LocalChart | None = None
    tree: ChartTree | None = None
    first: list[RenderedText] = field(default_factory=list)
    objects: list[RenderedObject] = field(default_factory=list)
    unstable: frozenset[ObjectKey] = frozenset()
    paths: PathCounts = PathCounts()
    facts: ChartFacts = ChartFacts()
    rules: CelRules = field(default_factory=CelRules)
    judged: int = 0
    rendered: bool = False
    refused: bool = False
    seconds: float = 0.0


def prove(
    releases: Sequence[Release],
    custom_resources: Sequence[tuple[str, Body]],
    *,
    store: ChartStore,
    renderer: Renderer,
    kubernetes: str,
    progress: Progress | None = None,
) -> ProofReport:
    """Prove each release against its chart, and the lab's custom resources against the CRDs of all charts.

    `custom_resources` are the lab's own objects with the path of the construct that made each; those of
    Kubernetes and of Flux are passed over. `kubernetes` is the version of the cluster, `1.36` or `1.36.1`.

    Everything that can be said is said at once: what cannot be fetched or rendered becomes a problem of the
    report.
    """
    with tempfile.TemporaryDirectory(prefix="homelab-lock-") as folder:
        proof = _Proof(store, renderer, _full(kubernetes), Path(folder), progress)
        return proof.run(releases, custom_resources)


class _Proof:
    def __init__(
        self, store: ChartStore, renderer: Renderer, kubernetes: str, scratch: Path, progress: Progress | None
    ) -> None:
        self._store = store
        self._renderer = renderer
        self._kubernetes = kubernetes
        self._scratch = scratch
        self._progress = progress
        self._crds = CrdIndex()
        self._parsed: dict[str, object] = {}
        self._problems: list[ProofFinding] = []
        self._notes: list[ProofFinding] = []

    def run(self, releases: Sequence[Release], resources: Sequence[tuple[str, Body]]) -> ProofReport:
        jobs = [_Job(replace(item, values=_plain_map(item.values))) for item in releases]
        for number, job in enumerate(jobs):
            self._step(job, "reading", partial(self._prepare, scratch=self._scratch / str(number)))
        for job in jobs:
            self._step(job, "rendering", self._render_first)
        versions = [*served_kinds(self._kubernetes), *self._crds.api_versions()]
        for job in jobs:
            self._step(job, "accounting for values", partial(self._account, versions=versions))
        for job in jobs:
            self._step(job, "rendering again", partial(self._render_again, versions=versions))
        for job in jobs:
            self._step(job, "reading facts", self._read)
        judge = ResourceJudge(self._crds)
        complete = all(job.rendered for job in jobs)
        self._judge_lab(judge, jobs, resources, complete=complete)
        for job in jobs:
            self._step(job, "checking", partial(self._judge_own, judge=judge, complete=complete))
        entries = {
            job.release.construct: self._entry(job, [body for _, body in resources])
            for job in jobs
            if job.rendered and not job.refused
        }
        return ProofReport(
            entries=entries,
            problems=tuple(sorted(set(self._problems))),
            notes=tuple(sorted(set(self._notes))),
            seconds={job.release.construct: job.seconds for job in jobs},
            crds={job.release.construct: tuple(self._crd_bodies(job.objects)) for job in jobs},
        )

    def _step(self, job: _Job, what: str, action: Callable[[_Job], None]) -> None:
        if self._progress is not None:
            self._progress(job.release.construct, what)
        start = time.perf_counter()
        try:
            action(job)
        except HomelabError as error:
            self._refuse(job, ProofFinding(construct=job.release.construct, path="", message=str(error)))
        job.seconds += time.perf_counter() - start

    def _refuse(self, job: _Job, *findings: ProofFinding) -> None:
        self._problems += findings
        job.refused = job.refused or bool(findings)

    def _prepare(self, job: _Job, scratch: Path) -> None:
        release = job.release
        job.chart = self._store.get(release.chart)
        if job.chart.origin == "files":
            return
        job.tree = prepare(job.chart, release=release, kubernetes=self._kubernetes, scratch=scratch)

    def _account(self, job: _Job, versions: Sequence[str]) -> None:
        if job.tree is None:
            return
        release = job.release
        errors = chart_schema_errors(job.tree, release)
        arrives = Effect(release, lambda changed: self._texts(job, versions, changed))
        job.paths, problems = account(job.tree, release, release.values, kubernetes=self._kubernetes, arrives=arrives)
        told = {finding.path for finding in errors}
        self._refuse(job, *[item for item in problems if item.path not in told], *errors)

    def _texts(self, job: _Job, versions: Sequence[str], release: Release | None = None) -> list[RenderedText]:
        if job.chart is None:
            return []
        if job.tree is None:
            return manifest_texts(job.chart.path, (release or job.release).chart.paths)
        return self._renderer.render(
            job.tree.path, release=release or job.release, kubernetes=self._kubernetes, api_versions=versions
        )

    def _render_first(self, job: _Job) -> None:
        """For the CRDs; a chart may well fail that asks for kinds which only the other charts bring."""
        try:
            job.first = self._texts(job, ())
        except LockError:
            return
        crds = [text for text in job.first if "CustomResourceDefinition" in text.text]
        self._crds.add(job.release.construct, self._crd_bodies(self._objects(job, crds)))

    def _render_again(self, job: _Job, versions: Sequence[str]) -> None:
        if job.chart is None or (job.chart.origin != "files" and job.tree is None):
            return
        if job.tree is None:
            texts = job.first or self._texts(job, ())
            check_bundle_version(job.release.chart, self._objects(job, texts))
        else:
            try:
                texts = self._texts(job, versions)
            except LockError:
                if job.refused:
                    return
                raise
            if texts != job.first:
                again = self._texts(job, versions)
                if again != texts:
                    job.unstable = self._differing(job, texts, again)
        job.objects = self._objects(job, texts)
        if job.tree is None:
            job.objects = edited(job.objects, job.release)
        job.rendered = True
        self._crds.add(job.release.construct, self._crd_bodies(job.objects))

    def _read(self, job: _Job) -> None:
        scoped = {kind for kind in self._crds.kinds() if not self._crds.namespaced(kind)}
        namespace = job.release.namespace
        try:
            job.facts = facts_of(job.objects, namespace=namespace, cluster_scoped=scoped, unstable=job.unstable)
        except (AttributeError, TypeError, ValueError) as error:
            raise LockError(f"{job.release.chart} renders an object that Kubernetes would not read: {error}") from None
        for key in job.facts.unstable:
            self._notes.append(
                ProofFinding(
                    construct=job.release.construct,
                    path=str(key),
                    message="comes out different in each render",
                )
            )

    def _judge_lab(
        self,
        judge: ResourceJudge,
        jobs: Sequence[_Job],
        resources: Sequence[tuple[str, Body]],
        *,
        complete: bool,
    ) -> None:
        by_name = {job.release.construct: job for job in jobs}
        for construct, body in resources:
            kind = GroupKind.of(body)
            if kind not in self._crds and not (complete and is_custom(body)):
                continue
            owner = by_name[self._crds.owner(kind)] if kind in self._crds else None
            try:
                findings = list(judge.judge(construct, body, owner.rules if owner else CelRules()))
            except LockError as error:
                findings = [(ProofFinding(construct=construct, path=str(ObjectKey.of(body)), message=str(error)), True)]
            if owner is not None:
                owner.judged += 1
            certain = [finding for finding, sure in findings if sure]
            self._notes += [finding for finding, sure in findings if not sure]
            self._problems += certain
            if owner is not None and certain:
                owner.refused = True

    def _judge_own(self, job: _Job, *, judge: ResourceJudge, complete: bool) -> None:
        """What a chart renders: a slip of upstream's is told, one of the lab's values refused, as is a missing CRD."""
        rules, open_paths = CelRules(), job.paths.open
        for item in job.objects:
            if not is_custom(item.body):
                continue
            kind = GroupKind.of(item.body)
            if kind not in self._crds:
                if complete:
                    self._refuse(
                        job,
                        ProofFinding(
                            construct=job.release.construct,
                            path=f"{kind.kind} {ObjectKey.of(item.body).name}",
                            message=f"the chart renders it and no chart of the lab brings a CRD for {kind}",
                            suggestion="add the component that brings it, or turn it off in the values",
                        ),
                    )
                continue
            body = item.body
            if self._crds.namespaced(kind):
                key = key_in(body, job.release.namespace)
                body = {**body, "metadata": {**body.get("metadata", {}), "namespace": key.namespace}}
            job.paths = described_by_crd(job.paths, job.release.values, body, self._crds)
            for finding, certain in judge.judge(job.release.construct, body, rules):
                passed = passed_on(finding.path, open_paths) if certain else ""
                if passed:
                    self._refuse(job, replace(finding, message=f"{finding.message} (set by values.{passed})"))
                else:
                    message = f"the chart itself renders it wrong: {finding.message}"
                    self._notes.append(replace(finding, message=message))

    def _entry(self, job: _Job, bodies: Sequence[Body]) -> LockEntry:
        chart = job.chart
        if chart is None:
            raise LockError(f"{job.release.chart} was not found")
        return LockEntry(
            chart=job.release.chart,
            namespace=job.release.namespace,
            origin=chart.origin,
            digest=chart.digest,
            kubernetes=self._kubernetes,
            values=fingerprint(job.release.values),
            resources=resources_fingerprint(bodies, job.facts),
            paths=job.paths,
            custom_resources=job.judged,
            cel_rules=len(job.rules.evaluated),
            facts=job.facts,
        )

    def _objects(self, job: _Job, texts: Sequence[RenderedText]) -> list[RenderedObject]:
        return [
            RenderedObject(source=text.source, body=body, kept=text.kept)
            for text in texts
            for body in self._bodies(job, text)
        ]

    def _bodies(self, job: _Job, text: RenderedText) -> list[Body]:
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

    def _differing(
        self, job: _Job, left: Sequence[RenderedText], right: Sequence[RenderedText]
    ) -> frozenset[ObjectKey]:
        sides = []
        for texts in (left, right):
            namespace = job.release.namespace
            sides.append({key_in(item.body, namespace): item.body for item in self._objects(job, texts)})
        one, other = sides
        return frozenset(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))

    @staticmethod
    def _crd_bodies(objects: Sequence[RenderedObject]) -> list[Body]:
        return [item.body for item in objects if item.body.get("kind") == "CustomResourceDefinition"]


def _plain_map(values: Mapping[str, object]) -> dict[str, object]:
    return {str(key): _plain(item) for key, item in values.items()}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return _plain_map(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _full(version: str) -> str:
    parts = version.removeprefix("v").split(".")
    return ".".join([*parts, "0", "0"][:3])
