"""Proving a lab against its charts: render, account, validate, and read the facts out."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from .._errors import HomelabError, LockError
from ..model import Body, LockEntry, Release, output_digest, resources_fingerprint
from ._effect import Effect
from ._facts import facts_of
from ._job import Job, Progress, job_of
from ._judging import Judging
from ._output import output_of
from ._paths import account
from ._renderer import Renderer
from ._rendering import Rendering, crd_bodies
from ._report import ProofFinding, ProofReport
from ._schema import chart_schema_errors
from ._size import release_size
from ._store import ChartStore

__all__ = ["prove", "render_releases"]


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
    Kubernetes and of Flux are passed over. `kubernetes` is the version of the cluster, `1.36` or `1.36.1`; Helm is
    told the patch, and entries record the minor.

    Everything that can be said is said at once: what cannot be fetched or rendered becomes a problem of the
    report.
    """
    with _proof(store, renderer, kubernetes, progress) as proof:
        return proof.prove(releases, custom_resources)


def render_releases(
    releases: Sequence[Release],
    *,
    store: ChartStore,
    renderer: Renderer,
    kubernetes: str,
    progress: Progress | None = None,
) -> ProofReport:
    """Render each release as Flux will and read its facts, and judge neither values nor custom resources."""
    with _proof(store, renderer, kubernetes, progress) as proof:
        return proof.render(releases)


@contextmanager
def _proof(store: ChartStore, renderer: Renderer, kubernetes: str, progress: Progress | None) -> Iterator[_Proof]:
    with tempfile.TemporaryDirectory(prefix="homelab-lock-") as folder:
        yield _Proof(Rendering(store, renderer, kubernetes, Path(folder)), progress)


class _Proof:
    def __init__(self, rendering: Rendering, progress: Progress | None) -> None:
        self._rendering = rendering
        self._progress = progress
        self._problems: list[ProofFinding] = []
        self._notes: list[ProofFinding] = []

    def prove(self, releases: Sequence[Release], resources: Sequence[tuple[str, Body]]) -> ProofReport:
        jobs = self._rendered(releases, account=True)
        judging = Judging(self._rendering.crds, complete=all(job.rendered for job in jobs))
        judging.lab(jobs, resources)
        for job in jobs:
            self._step(job, "checking", judging.rendered)
        self._problems += judging.problems
        self._notes += judging.notes
        return self._report(jobs, [body for _, body in resources])

    def render(self, releases: Sequence[Release]) -> ProofReport:
        return self._report(self._rendered(releases, account=False), [])

    def _rendered(self, releases: Sequence[Release], *, account: bool) -> list[Job]:
        jobs = [job_of(item) for item in releases]
        steps: list[tuple[str, Callable[[Job], None]]] = [
            ("reading", self._rendering.prepare),
            ("rendering", self._rendering.first),
            ("rendering again", self._rendering.again),
            ("reading facts", self._read),
        ]
        if account:
            steps.insert(2, ("accounting for values", self._account))
        for what, action in steps:
            for job in jobs:
                self._step(job, what, action)
        return jobs

    def _report(self, jobs: Sequence[Job], bodies: Sequence[Body]) -> ProofReport:
        done = [job for job in jobs if job.rendered and not job.refused]
        return ProofReport(
            entries={job.release.construct: self._entry(job, bodies) for job in done},
            objects={job.release.construct: tuple(job.objects) for job in done},
            outputs={job.release.construct: job.output for job in done if job.output},
            trees={job.chart.digest: job.tree for job in jobs if job.chart is not None and job.tree is not None},
            problems=tuple(sorted(set(self._problems))),
            notes=tuple(sorted(set(self._notes))),
            seconds={job.release.construct: job.seconds for job in jobs},
            crds={job.release.construct: tuple(crd_bodies(job.objects)) for job in jobs},
        )

    def _step(self, job: Job, what: str, action: Callable[[Job], None]) -> None:
        if self._progress is not None:
            self._progress(job.release.construct, what)
        start = time.perf_counter()
        try:
            action(job)
        except HomelabError as error:
            self._refuse(job, ProofFinding(construct=job.release.construct, path="", message=str(error)))
        job.seconds += time.perf_counter() - start

    def _refuse(self, job: Job, *findings: ProofFinding) -> None:
        self._problems += findings
        job.refused = job.refused or bool(findings)

    def _account(self, job: Job) -> None:
        if job.tree is None:
            return
        release = job.release
        errors = chart_schema_errors(job.tree, release)
        arrives = Effect(release, partial(self._rendering.texts, job))
        kubernetes = self._rendering.kubernetes
        job.paths, problems = account(job.tree, release, release.values, kubernetes=kubernetes, arrives=arrives)
        told = {finding.path for finding in errors}
        self._refuse(job, *[item for item in problems if item.path not in told], *errors)

    def _read(self, job: Job) -> None:
        crds = self._rendering.crds
        scoped = {kind for kind in crds.kinds() if not crds.namespaced(kind)}
        release = job.release
        try:
            facts = facts_of(job.objects, namespace=release.namespace, cluster_scoped=scoped, unstable=job.unstable)
        except (AttributeError, TypeError, ValueError) as error:
            raise LockError(f"{release.chart} renders an object that Kubernetes would not read: {error}") from None
        if job.tree is not None:
            size = release_size(job.tree, release, job.texts, job.objects)
            facts = replace(facts, kube_version=job.tree.kube_version, release_size=size)
        job.facts = facts
        for key in facts.unstable:
            self._notes.append(
                ProofFinding(construct=release.construct, path=str(key), message="comes out different in each render")
            )
        if release.in_tree and job.rendered:
            job.output, refused = output_of(job, scoped)
            self._refuse(job, *refused)

    def _entry(self, job: Job, bodies: Sequence[Body]) -> LockEntry:
        chart = job.chart
        if chart is None:
            raise LockError(f"{job.release.chart} was not found")
        return LockEntry(
            chart=job.release.chart,
            namespace=job.release.namespace,
            origin=chart.origin,
            digest=chart.digest,
            kubernetes=self._rendering.recorded,
            values=job.release.fingerprint,
            resources=resources_fingerprint(bodies, job.facts),
            paths=job.paths,
            custom_resources=job.judged,
            cel_rules=len(job.rules.evaluated),
            output=output_digest(job.output) if job.output else "",
            facts=job.facts,
        )
