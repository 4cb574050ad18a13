"""Kubernetes takes every label, selector and annotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..order import Built, Item
from ._pods import workloads
from ._read import Map, at, mapping, pod_template
from ._rule import Found, Hit, rule

_NAME = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
_PREFIX = re.compile(r"(?=.{1,253}/)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/")

_Problem = tuple[str, str]
"""What is wrong, and how to mend it."""


@rule(
    "HL102",
    "every_label_is_valid",
    local=True,
    example="""
 apiVersion: v1
 kind: Namespace
 metadata:
   name: web
-  labels: {owner: me and my cat}
+  labels: {owner: me-and-my-cat}
""",
    says="""
Namespace web: metadata.labels: the label owner: 'me and my cat' has a value that no label takes: at
most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends; shorten or change
it, or make it an annotation
""",
)
def every_label_is_valid(built: Built) -> Found:
    """Kubernetes takes every label, selector and annotation.

    Labels and selectors have values of at most 63 letters, digits, dashes, dots and underscores, annotations have
    text, and their keys are qualified names.
    """
    for item in built.items:
        metadata = mapping(item.body.get("metadata"))
        yield from _labels(item, "metadata.labels", mapping(metadata.get("labels")))
        annotations = metadata.get("annotations")
        if annotations:
            yield from _annotations(item, "metadata.annotations", mapping(annotations))
        for field, labels in _selectors(item):
            yield from _labels(item, field, labels)
    for item in workloads(built):
        if item.key.kind == "Pod":
            continue
        template = at(pod_template(item), "metadata")
        yield from _labels(item, "the pods' labels", mapping(template.get("labels")))
        yield from _annotations(item, "the pods' annotations", mapping(template.get("annotations")))


def _selectors(item: Item) -> Iterator[tuple[str, Map]]:
    spec = mapping(item.body.get("spec"))
    match item.key.group, item.key.kind:
        case "", "Service":
            yield "spec.selector", mapping(spec.get("selector"))
        case "networking.k8s.io", "NetworkPolicy":
            yield "spec.podSelector.matchLabels", at(spec, "podSelector", "matchLabels")
        case ("apps", _) | ("policy", "PodDisruptionBudget"):
            yield "spec.selector.matchLabels", at(spec, "selector", "matchLabels")


def _labels(item: Item, field: str, labels: Map) -> Found:
    for key, value in labels.items():
        problem = _bad(str(key), value) if isinstance(value, str) else _untext(value)
        if problem is not None:
            yield Hit.of(item, f"{field}: the label {key}: {value!r} {problem[0]}", problem[1])


def _annotations(item: Item, field: str, annotations: Map) -> Found:
    for key, value in annotations.items():
        problem = _bad(str(key), "") if isinstance(value, str) else _untext(value)
        if problem is not None:
            yield Hit.of(item, f"{field}: the annotation {key}: {value!r} {problem[0]}", problem[1])


def _untext(value: object) -> _Problem:
    return f"is no text but {type(value).__name__}", "write it in quotes"


@lru_cache(maxsize=16384)
def _bad(key: str, value: str) -> _Problem | None:
    prefix, slash, name = key.rpartition("/")
    if not _NAME.fullmatch(name) or (slash and not _PREFIX.fullmatch(f"{prefix}/")):
        return (
            "has a key that is no qualified name: at most 63 letters, digits, '-', '_' and '.', before it at most"
            " a DNS name and '/'",
            "rename the key",
        )
    if value and not _NAME.fullmatch(value):
        return (
            "has a value that no label takes: at most 63 letters, digits, '-', '_' and '.', with a letter or digit"
            " at both ends",
            "shorten or change it, or make it an annotation",
        )
    return None
