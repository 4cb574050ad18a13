"""Holding one custom resource against its CRD: fields, types, scope, lists that are maps, and CEL rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..model import Body, ObjectKey
from ._cel import CelRules
from ._crd import Crd, CrdVersion, defaulted
from ._lists import duplicates
from ._shape import Problem

__all__ = ["Verdicts", "judge"]

_NAME = re.compile(r"[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\Z")


Verdicts = dict[tuple[int, str], tuple[Problem, ...]]
"""What rules said of objects: by the version of the CRD and what counts of the object."""


def judge(body: Body, crd: Crd, rules: CelRules | None, *, known: Verdicts | None = None) -> Iterator[Problem]:
    """Everything that is wrong with an object of a CRD's kind.

    Args:
        body: the object.
        crd: what describes it.
        rules: what evaluates CEL; without it the CRD's CEL rules are left out.
        known: what the same rules said of other objects; objects that are alike are judged once.

    Raises:
        LockError: there are CEL rules to apply and the extra `lock` is not installed.
    """
    api_version = str(body.get("apiVersion", ""))
    version = crd.served.get(api_version.partition("/")[2])
    if version is None:
        names = " or ".join(f"{crd.group}/{name}" for name in crd.served)
        remedy = f"write apiVersion: {names}" if names else "serve a version in its CRD"
        yield Problem(path="apiVersion", message=f"{api_version} is not served", suggestion=remedy)
        return
    yield from _metadata(body, crd)
    shape, complete = version.shape, None
    if not shape.accepts(body):
        # What the API server fills in or takes out before it looks is not wrong.
        complete = defaulted(version.schema, body)
        yield from shape.problems(complete)
    if version.trail is None:
        return
    if known is None:
        yield from _values(version, defaulted(version.schema, body) if complete is None else complete, rules)
        return
    key = (id(version), version.outline.of(body))
    if key not in known:
        complete = defaulted(version.schema, body) if complete is None else complete
        known[key] = tuple(_values(version, complete, rules))
    yield from known[key]


def _values(version: CrdVersion, complete: Mapping[str, object], rules: CelRules | None) -> Iterator[Problem]:
    """What no JSON Schema can say."""
    if version.trail is None:
        return
    yield from duplicates(version.trail, complete)
    if rules is not None:
        for verdict in rules.follow(version.trail, complete):
            yield Problem(path=verdict.path, message=verdict.message, rule=verdict.rule, certain=verdict.certain)


def _metadata(body: Body, crd: Crd) -> Iterator[Problem]:
    key = ObjectKey.of(body)
    metadata = body.get("metadata")
    named = isinstance(metadata, Mapping) and (metadata.get("name") or metadata.get("generateName"))
    if not named:
        yield Problem(path="metadata.name", message="is missing", suggestion="add it")
    elif key.name and (len(key.name) > 253 or not _NAME.match(key.name)):
        yield Problem(
            path="metadata.name",
            message=f"{key.name!r} is not a DNS name in lower case",
            suggestion="write at most 253 of the letters a to z, digits, '-' and '.', with a letter or digit at both ends",
        )
    if crd.namespaced and not key.namespace:
        message = f"is missing, and a {key.kind} lives in a namespace"
        yield Problem(path="metadata.namespace", message=message, suggestion="add it")
    if not crd.namespaced and key.namespace:
        yield Problem(
            path="metadata.namespace",
            message=f"is set, and a {key.kind} lives in no namespace",
            suggestion="leave it out",
        )
