"""What a chart renders as objects of the tree: refused where that would not do what Helm does."""

from __future__ import annotations

import base64
import binascii
import copy
from collections.abc import Collection, Iterator
from typing import Any

from ..model import Body, GroupKind, ObjectKey, write_output
from ._facts import RenderedObject, key_in
from ._job import Job
from ._report import ProofFinding

__all__ = ["TEST_EVENTS", "output_of"]

TEST_EVENTS = frozenset({"test", "test-success", "test-failure"})
"""What only `helm test` runs: it is left out (source: Helm, `pkg/release`, `HookEvent`)."""

_PRUNE = "kustomize.toolkit.fluxcd.io/prune"
_FORCE = "kustomize.toolkit.fluxcd.io/force"
_KEEP = "helm.sh/resource-policy"


def output_of(job: Job, cluster_scoped: Collection[GroupKind]) -> tuple[str, list[ProofFinding]]:
    """The file that stands in the repository, and why it must not.

    - a hook would become an object that is there for ever: a Job before the deletion would run at once
    - what differs in each render would change the cluster with every proof, and roll its pods
    - a Secret with a value would stand in Git as plain text
    """
    namespace = job.release.namespace
    keyed = [(key_in(item.body, namespace, cluster_scoped), item) for item in job.objects]
    kept = [(key, item) for key, item in keyed if not _is_test(item)]
    refused = [_finding(job, *problem) for problem in _problems(job, kept)]
    bodies = [_body(key, item) for key, item in sorted(kept, key=lambda pair: pair[0])]
    return write_output(job.release.construct, job.release.chart, bodies), refused


def _problems(job: Job, keyed: list[tuple[ObjectKey, RenderedObject]]) -> Iterator[tuple[str, str, str]]:
    helm = "use `delivery: helm`"
    hooks = [f"{key.kind} {key.name} ({', '.join(item.hooks)})" for key, item in keyed if item.hooks]
    if hooks:
        yield (
            "delivery",
            f"{job.release.chart} has hooks, which only Helm runs: {', '.join(hooks)}",
            f"turn them off in the values, or {helm}",
        )
    present = {key for key, _ in keyed}
    unstable = [str(key) for key in sorted(job.unstable) if key in present]
    if unstable:
        yield (
            "delivery",
            f"{job.release.chart} renders what differs each time: {', '.join(unstable)}",
            f"set the values that it draws or computes, or {helm}",
        )
    secrets = [f"{key} ({', '.join(keys)})" for key, item in keyed if (keys := _values_of(key, item.body))]
    if secrets:
        yield (
            "delivery",
            f"{job.release.chart} renders Secrets with values, which would stand in Git: {', '.join(secrets)}",
            f"give it an existing Secret (a credential of the lab) in the values, or {helm}",
        )
    nameless = [key.kind for key, _ in keyed if not key.name]
    if nameless:
        yield (
            "delivery",
            f"{job.release.chart} renders objects without a name: {', '.join(nameless)}",
            f"turn them off in the values, or {helm}",
        )


def _finding(job: Job, path: str, message: str, suggestion: str) -> ProofFinding:
    return ProofFinding(construct=job.release.construct, path=path, message=message, suggestion=suggestion)


def _is_test(item: RenderedObject) -> bool:
    return bool(item.hooks) and TEST_EVENTS.issuperset(item.hooks)


def _values_of(key: ObjectKey, body: Body) -> list[str]:
    if (key.group, key.kind) != ("", "Secret"):
        return []
    found = [body.get(field) for field in ("data", "stringData")]
    return sorted(str(name) for values in found if isinstance(values, dict) for name, value in values.items() if value)


def _body(key: ObjectKey, item: RenderedObject) -> Body:
    """An object as it stands in the tree: in its namespace, kept where Helm would keep it."""
    body = copy.deepcopy(item.body)
    metadata = body["metadata"] = dict(body.get("metadata") or {})
    if key.namespace:
        metadata["namespace"] = key.namespace
    if metadata.get("creationTimestamp", "") is None:
        del metadata["creationTimestamp"]
    annotations = dict(metadata.get("annotations") or {})
    kept = annotations.pop(_KEEP, None) == "keep"
    if kept or key.kind == "CustomResourceDefinition":
        # With a CRD every custom resource of its kind is deleted, so none leaves the cluster just because it left the tree.
        annotations[_PRUNE] = "disabled"
    if (key.group, key.kind) == ("batch", "Job"):
        # A Job cannot be changed: Flux makes it anew, as an upgrade of the chart would have.
        annotations[_FORCE] = "enabled"
    if annotations:
        metadata["annotations"] = annotations
    else:
        metadata.pop("annotations", None)
    _drop_placeholders(body)
    return body


def _drop_placeholders(value: Any) -> None:
    """Leave out CA bundles that hold nothing: a controller fills them, and Flux would take them away again."""
    if isinstance(value, dict):
        bundle = value.get("caBundle")
        if "caBundle" in value and not isinstance(bundle, dict) and _is_empty(bundle):
            del value["caBundle"]
        for item in value.values():
            _drop_placeholders(item)
    elif isinstance(value, list):
        for item in value:
            _drop_placeholders(item)


def _is_empty(bundle: object) -> bool:
    try:
        return not base64.b64decode(str(bundle or ""), validate=True).strip()
    except (binascii.Error, ValueError):
        return False
