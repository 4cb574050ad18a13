"""What Flux does with what leaves the tree, or moves in it."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.changes import Change, compare
from tests.changes.pair import tree_of

KEEP = {"kustomize.toolkit.fluxcd.io/prune": "disabled"}


def thing(name: str = "one", namespace: str = "tea", **annotations: str) -> dict[str, Any]:
    metadata: dict[str, Any] = {"name": name, "namespace": namespace}
    if annotations:
        metadata["annotations"] = annotations
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}


def what(before: dict[str, Any], after: dict[str, Any]) -> dict[str, str]:
    changes: list[Change] = compare(tree_of({"units": before}), tree_of({"units": after}))
    return {f"{change.key.kind} {change.key.name}": change.what for change in changes}


def unit(*objects: dict[str, Any], annotations: dict[str, str] | None = None, **spec: Any) -> dict[str, Any]:
    return {"objects": list(objects), "spec": spec, **({"annotations": annotations} if annotations else {})}


def test_what_leaves_is_pruned() -> None:
    assert what({"a": unit(thing())}, {"a": unit()}) == {"ConfigMap one": "delete"}


@pytest.mark.parametrize(
    ("annotations", "spec"),
    [
        (KEEP, {}),
        ({"kustomize.toolkit.fluxcd.io/reconcile": "disabled"}, {}),
        ({}, {"prune": False}),
        ({}, {"suspend": True}),
    ],
)
def test_what_is_guarded_stays(annotations: dict[str, str], spec: dict[str, Any]) -> None:
    assert what({"a": unit(thing(**annotations))}, {"a": unit(**spec)})["ConfigMap one"] == "orphan"


def test_a_kustomization_that_goes_takes_along_what_it_has_applied() -> None:
    assert what({"a": unit(thing())}, {}) == {"ConfigMap one": "delete", "Kustomization a": "delete"}


@pytest.mark.parametrize(
    ("spec", "fate"),
    [
        ({"deletionPolicy": "Orphan"}, "orphan"),
        ({"deletionPolicy": "Delete", "prune": False}, "delete"),
        ({"deletionPolicy": "WaitForTermination", "prune": False}, "delete"),
        ({"deletionPolicy": "MirrorPrune", "prune": False}, "orphan"),
        ({"suspend": True}, "orphan"),
    ],
)
def test_how_it_goes_is_its_own_to_say(spec: dict[str, Any], fate: str) -> None:
    assert what({"a": unit(thing(), **spec)}, {}) == {"ConfigMap one": fate, "Kustomization a": "delete"}


def test_what_it_says_as_it_was_counts() -> None:
    """GIVEN a Kustomization that only the new tree would let orphan, WHEN an object of it leaves, THEN it is deleted."""
    assert what({"a": unit(thing())}, {"a": unit(deletionPolicy="Orphan")})["ConfigMap one"] == "delete"


def test_a_protected_kustomization_stays_with_its_objects() -> None:
    assert what({"a": unit(thing(), annotations=KEEP)}, {}) == {"ConfigMap one": "orphan", "Kustomization a": "orphan"}


def test_a_move_between_two_that_do_not_know_each_other_is_luck() -> None:
    assert what({"a": unit(thing()), "b": unit()}, {"a": unit(), "b": unit(thing())}) == {"ConfigMap one": "recreate"}


def test_a_move_to_one_that_surely_comes_first_is_none() -> None:
    after = {"a": unit(dependsOn=[{"name": "c"}]), "b": unit(thing()), "c": unit(dependsOn=[{"name": "b"}])}
    assert what({"a": unit(thing()), "b": unit(), "c": unit()}, after)["ConfigMap one"] == "adopt"


def test_a_move_to_one_that_surely_comes_later_is_a_deletion() -> None:
    after = {"a": unit(), "b": unit(thing(), dependsOn=[{"name": "a"}])}
    assert what({"a": unit(thing()), "b": unit()}, after)["ConfigMap one"] == "recreate"


def test_a_namespace_takes_along_even_what_is_protected() -> None:
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "tea"}}
    found = what({"a": unit(namespace, thing(**KEEP)), "b": unit(thing("two"))}, {"a": unit(), "b": unit(thing("two"))})
    assert found == {"Namespace tea": "delete", "ConfigMap one": "delete", "ConfigMap two": "recreate"}


def test_what_no_kustomization_applies_is_left_out() -> None:
    before, after = tree_of({"units": {}}), tree_of({"units": {}})
    assert compare(before, after) == []
