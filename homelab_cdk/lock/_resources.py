"""Validating custom resources against the CRDs of the lab: fields, types, versions, scope and CEL rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..model import BUILT_IN_GROUPS, K3S_GROUPS, Body, GroupKind, ObjectKey, group_of
from ..schemas import CelRules, CrdIndex, judge, nearest
from ._report import ProofFinding

__all__ = ["ResourceJudge", "is_custom"]

_FLUX = re.compile(r"(?:.+\.)?(?:toolkit\.fluxcd\.io|fluxcd\.controlplane\.io)\Z")
"""The groups of Flux itself, whose CRDs come with Flux and not with a chart of the lab."""


def is_custom(body: Mapping[str, object]) -> bool:
    """Whether an object needs a CRD of the lab: neither Kubernetes' own nor Flux' nor k3s'."""
    group = group_of(str(body.get("apiVersion", "")))
    return group not in BUILT_IN_GROUPS and group not in K3S_GROUPS and not _FLUX.match(group)


class ResourceJudge:
    """Judges custom resources by all CRDs of a lab."""

    def __init__(self, crds: CrdIndex) -> None:
        self._crds = crds

    def judge(self, construct: str, body: Body, rules: CelRules) -> Iterator[tuple[ProofFinding, bool]]:
        """What is wrong with an object; the flag says whether it is certain.

        Raises:
            LockError: there are CEL rules to apply and the extra `lock` is not installed.
        """
        key = ObjectKey.of(body)
        label = f"{key.kind} {key.name}" if key.name else key.kind
        crd = self._crds.get(key.group_kind)
        if crd is None:
            message = f"no chart of the lab brings a CRD for {key.group_kind}"
            finding = ProofFinding(
                construct=construct, path=label, message=message, suggestion=self._similar(key.group_kind)
            )
            yield finding, True
            return
        for problem in judge(body, crd, rules):
            where = f"{label}: {problem.path}" if problem.path else label
            finding = ProofFinding(
                construct=construct, path=where, message=problem.message, suggestion=problem.suggestion
            )
            yield finding, problem.certain

    def _similar(self, kind: GroupKind) -> str:
        same = [str(item) for item in self._crds.kinds() if item.kind == kind.kind]
        if same:
            return f"did you mean {same[0]}?"
        near = nearest(kind.kind, [item.kind for item in self._crds.kinds() if item.group == kind.group])
        return f"did you mean {near}?" if near is not None else "add the component that brings it"
