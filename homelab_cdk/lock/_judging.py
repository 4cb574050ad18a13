"""Holding custom resources against the CRDs of all charts: the lab's own, and those that charts render."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .._errors import LockError
from ..model import Body, GroupKind, ObjectKey
from ..schemas import CelRules, CrdIndex
from ._facts import key_in
from ._job import Job
from ._passed import described_by_crd, passed_on
from ._report import ProofFinding
from ._resources import ResourceJudge, is_custom

__all__ = ["Judging"]


@dataclass(slots=True)
class Judging:
    """Judges by the CRDs of a lab; `complete` says that every chart was rendered, so that no CRD is unknown."""

    crds: CrdIndex
    complete: bool
    problems: list[ProofFinding] = field(default_factory=list)
    notes: list[ProofFinding] = field(default_factory=list)
    _judge: ResourceJudge = field(init=False)

    def __post_init__(self) -> None:
        self._judge = ResourceJudge(self.crds)

    def lab(self, jobs: Sequence[Job], resources: Sequence[tuple[str, Body]]) -> None:
        """Judge the lab's own objects, each with the path of the construct that made it."""
        by_name = {job.release.construct: job for job in jobs}
        for construct, body in resources:
            kind = GroupKind.of(body)
            if kind not in self.crds and not (self.complete and is_custom(body)):
                continue
            owner = by_name[self.crds.owner(kind)] if kind in self.crds else None
            try:
                findings = list(self._judge.judge(construct, body, owner.rules if owner else CelRules()))
            except LockError as error:
                findings = [(ProofFinding(construct=construct, path=str(ObjectKey.of(body)), message=str(error)), True)]
            if owner is not None:
                owner.judged += 1
            certain = [finding for finding, sure in findings if sure]
            self.notes += [finding for finding, sure in findings if not sure]
            self.problems += certain
            if owner is not None and certain:
                owner.refused = True

    def rendered(self, job: Job) -> None:
        """What a chart renders: a slip of upstream's is told, one of the lab's values refused, as is a missing CRD."""
        rules, open_paths = CelRules(), job.paths.open
        for item in job.objects:
            if not is_custom(item.body):
                continue
            kind = GroupKind.of(item.body)
            if kind not in self.crds:
                if self.complete:
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
            if self.crds.namespaced(kind):
                key = key_in(body, job.release.namespace)
                body = {**body, "metadata": {**body.get("metadata", {}), "namespace": key.namespace}}
            job.paths = described_by_crd(job.paths, job.release.values, body, self.crds)
            for finding, certain in self._judge.judge(job.release.construct, body, rules):
                passed = passed_on(finding.path, open_paths) if certain else ""
                if passed:
                    self._refuse(job, replace(finding, message=f"{finding.message} (set by values.{passed})"))
                else:
                    message = f"the chart itself renders it wrong: {finding.message}"
                    self.notes.append(replace(finding, message=message, suggestion=""))

    def _refuse(self, job: Job, finding: ProofFinding) -> None:
        self.problems.append(finding)
        job.refused = True
