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


@pytest.mark.parametrize(("annotations", "spec"), [(KEEP, {}), ({}, {"prune": False}), ({}, {"suspend": True})])
def test_what_is_guarded_stays(annotations: dict[str, str], spec: dict[str, Any]) -> None:
    assert what({"a": unit(thing(**annotations), **spec)}, {"a": unit(**spec)}) == {"ConfigMap one": "orphan"}


@pytest.mark.parametrize("spec", [{"prune": False}, {"suspend": True}])
def test_a_guard_of_the_same_commit_may_come_too_late(spec: dict[str, Any]) -> None:
    """A Kustomization hears of a commit from its source, and of its own new spec from whoever applies it: in any order."""
    changes = compare(tree_of({"units": {"a": unit(thing())}}), tree_of({"units": {"a": unit(**spec)}}))
    assert [(change.what, change.because) for change in changes][0] == (
        "delete",
        "Kustomization a may prune it before it hears that it no longer does",
    )


UNTOUCHED = [("reconcile", "disabled"), ("ssa", "Ignore"), ("ssa", "IfNotPresent")]


@pytest.mark.parametrize(("name", "value"), UNTOUCHED)
def test_an_annotation_that_is_never_applied_guards_nothing(name: str, value: str) -> None:
    """Flux looks for it on the object in the cluster, and does not apply what has it in the tree."""
    annotations = {f"kustomize.toolkit.fluxcd.io/{name}": value}
    assert what({"a": unit(thing(**annotations))}, {"a": unit()}) == {"ConfigMap one": "delete"}


@pytest.mark.parametrize(("name", "value"), UNTOUCHED)
def test_what_flux_leaves_alone_does_not_change(name: str, value: str) -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "one", "namespace": "tea"}, "type": "Opaque"}
    later = thing(**{f"kustomize.toolkit.fluxcd.io/{name}": value})
    later = {**secret, "metadata": later["metadata"], "type": "example.com/other"}
    assert what({"a": unit(secret)}, {"a": unit(later)}) == {}


@pytest.mark.parametrize(("name", "value"), UNTOUCHED)
def test_what_flux_never_applies_is_not_made(name: str, value: str) -> None:
    expected = {"ConfigMap one": "create"} if value == "IfNotPresent" else {}
    assert what({"a": unit()}, {"a": unit(thing(**{f"kustomize.toolkit.fluxcd.io/{name}": value}))}) == expected


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
    before, after = waiting(thing()), waiting()
    before["b"], after["b"] = unit(), unit(thing())
    assert what(before, after) == {"ConfigMap one": "adopt"}


def waiting(*objects: dict[str, Any], expression: str = "") -> dict[str, Any]:
    """`a` with some objects waits for `c`, and that for `b`."""
    entry = {"name": "b", "readyExpr": expression} if expression else {"name": "b"}
    return {"a": unit(*objects, dependsOn=[{"name": "c"}]), "b": unit(), "c": unit(dependsOn=[entry])}


def test_a_dependency_that_comes_with_the_move_comes_too_late() -> None:
    """The old one may act on the commit while it does not wait for the new one yet."""
    after = {**waiting(), "b": unit(thing())}
    assert what({"a": unit(thing()), "b": unit(), "c": unit()}, after)["ConfigMap one"] == "recreate"


def test_a_dependency_by_an_expression_does_not_wait_for_the_commit() -> None:
    expression = "dep.metadata.name == 'b'"
    after = {**waiting(expression=expression), "b": unit(thing())}
    assert what(waiting(thing(), expression=expression), after) == {"ConfigMap one": "recreate"}


def test_who_never_applies_an_object_does_not_take_it_over() -> None:
    after = {**waiting(), "b": unit(thing(**{"kustomize.toolkit.fluxcd.io/ssa": "IfNotPresent"}))}
    assert what(waiting(thing()), after) == {"ConfigMap one": "recreate"}


def test_a_move_to_one_that_surely_comes_later_is_a_deletion() -> None:
    after = {"a": unit(), "b": unit(thing(), dependsOn=[{"name": "a"}])}
    assert what({"a": unit(thing()), "b": unit()}, after)["ConfigMap one"] == "recreate"


def test_a_namespace_takes_along_even_what_is_protected() -> None:
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "tea"}}
    found = what({"a": unit(namespace, thing(**KEEP)), "b": unit(thing("two"))}, {"a": unit(), "b": unit(thing("two"))})
    assert found == {"Namespace tea": "delete", "ConfigMap one": "delete", "ConfigMap two": "recreate"}


CRD = {"group": "tea.example.com", "kind": "Pot", "plural": "pots", "scope": "Namespaced", "versions": ["v1"]}
POT = {"apiVersion": "tea.example.com/v1", "kind": "Pot", "metadata": {"name": "one", "namespace": "tea"}}


def release(**spec: Any) -> dict[str, Any]:
    """A release of which nothing but its namespace, or itself, can let go."""
    metadata = {"name": "op", "namespace": "op", "annotations": KEEP if not spec else {}}
    return {"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease", "metadata": metadata, "spec": spec}


def fates(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> dict[str, str]:
    trees = [
        tree_of({"units": {"a": objects, "b": [POT]}, "facts": {"op/op": {"crds": [CRD]}}})
        for objects in (before, after)
    ]
    return {f"{change.key.kind} {change.key.name}": change.what for change in compare(*trees)}


def test_a_release_that_goes_with_its_namespace_takes_its_crds_along() -> None:
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "op"}}
    expected = {"Namespace op": "delete", "HelmRelease op": "delete", "Pot one": "recreate"}
    assert fates([namespace, release()], []) == expected


def test_a_suspended_release_leaves_all_that_it_has_installed() -> None:
    assert fates([release(suspend=True)], []) == {"HelmRelease op": "delete"}
    assert fates([release(suspend=False)], []) == {"HelmRelease op": "delete", "Pot one": "recreate"}


@pytest.mark.parametrize(("chart", "fate"), [("./deploy/op", "change"), ("./charts/other", "recreate")])
def test_a_chart_that_moves_in_its_repository_stays_itself(chart: str, fate: str) -> None:
    old, new = (
        release(chart={"spec": {"chart": path, "sourceRef": {"kind": "GitRepository", "name": "op"}}})
        for path in ("./charts/op", chart)
    )
    assert fates([old], [new])["HelmRelease op"] == fate


@pytest.mark.parametrize(("chart", "fate"), [("op", "change"), ("other", "recreate")])
def test_a_chart_by_an_object_of_its_own(chart: str, fate: str) -> None:
    """The release stays the same, and the HelmChart that it names becomes another."""

    def objects(name: str, version: str) -> list[dict[str, Any]]:
        source = {"apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "HelmChart"}
        source |= {"metadata": {"name": "op", "namespace": "op"}, "spec": {"chart": name, "version": version}}
        return [source, release(chartRef={"kind": "HelmChart", "name": "op"}, interval=version)]

    assert fates(objects("op", "1.0.0"), objects(chart, "1.1.0"))["HelmRelease op"] == fate


def test_what_no_kustomization_applies_is_left_out() -> None:
    before, after = tree_of({"units": {}}), tree_of({"units": {}})
    assert compare(before, after) == []
