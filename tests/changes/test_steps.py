"""A change of a whole lab, in the order in which Flux rolls it out."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest

from homelab_cdk.changes import Placed, Steps, Tree, Unit, difference_of, steps_of
from homelab_cdk.model import ObjectKey
from homelab_cdk.order import Built
from homelab_cdk.rollout import rollout_of
from homelab_cdk.synth._committed import wanted_tree
from tests.checks.looking import built
from tests.labs import six_systems

FLUX = "kustomize.toolkit.fluxcd.io"


@pytest.fixture(scope="module")
def lab() -> Built:
    return built(six_systems())


def steps(lab: Built, edit: Callable[[dict[ObjectKey, Placed]], None]) -> Steps:
    """The steps from an edited tree to that of the lab."""
    after = wanted_tree(lab, [])
    objects = dict(after.objects)
    edit(objects)
    before = Tree(objects=objects, facts=after.facts, proven=after.proven)
    return steps_of(difference_of(before, after), rollout_of(lab))


def names(waves: tuple[tuple[Unit, ...], ...]) -> list[list[str]]:
    return [[unit.key.name for unit in wave] for wave in waves]


def changed(objects: dict[ObjectKey, Placed], kind: str, name: str, *path: str) -> None:
    """Let an object have had another value somewhere."""
    [old] = [item for key, item in objects.items() if (key.kind, key.name) == (kind, name)]
    body = copy.deepcopy(old.body)
    inner = body
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = "1m"
    objects[old.key] = Placed(key=old.key, body=body, folder=old.folder)


def test_what_is_first_ready_is_first(lab: Built) -> None:
    def edit(objects: dict[ObjectKey, Placed]) -> None:
        changed(objects, "HelmRelease", "gitea", "spec", "interval")
        changed(objects, "HelmRelease", "cloudnative-pg", "spec", "interval")

    found = steps(lab, edit)
    assert names(found.waves) == [["cloudnative-pg"], ["gitea"]]
    assert (found.at_once, found.never, found.outcome.converges) == ((), (), True)


def test_what_goes_goes_at_once(lab: Built) -> None:
    def edit(objects: dict[ObjectKey, Placed]) -> None:
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "old", "namespace": "old"}}
        spec = {"path": "./generated/apps/old", "prune": True, "sourceRef": {"name": "flux-system"}}
        unit = {"apiVersion": f"{FLUX}/v1", "kind": "Kustomization", "spec": spec}
        unit["metadata"] = {"name": "old", "namespace": "flux-system"}
        for item, folder in ((body, "generated/apps/old"), (unit, "generated/flux-system")):
            key = ObjectKey.of(item)
            objects[key] = Placed(key=key, body=item, folder=folder)

    [unit] = steps(lab, edit).at_once
    assert [(change.key.kind, change.what) for change in unit.changes] == [
        ("Kustomization", "delete"),
        ("ConfigMap", "delete"),
    ]


def test_what_is_refused_never_comes_through(lab: Built) -> None:
    """GIVEN a Kustomization of which one object cannot be changed, THEN nothing else of it is, either."""

    def edit(objects: dict[ObjectKey, Placed]) -> None:
        changed(objects, "Namespace", "gitea", "metadata", "resourceVersion")
        [home] = [item for key, item in objects.items() if (key.kind, key.name) == ("Namespace", "gitea")]
        for name in ("before", "after"):
            body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one", "namespace": "gitea"}}
            body |= {"immutable": True, "data": {"a": name}}
            key = ObjectKey.of(body)
            trees[name] = Placed(key=key, body=body, folder=home.folder)
        objects[trees["before"].key] = trees["before"]

    trees: dict[str, Placed] = {}
    after = wanted_tree(lab, [])
    objects = dict(after.objects)
    edit(objects)
    wanted = Tree(objects={**after.objects, trees["after"].key: trees["after"]}, facts=after.facts)
    found = steps_of(difference_of(Tree(objects=objects, facts=after.facts), wanted), rollout_of(lab))
    assert names((found.never,)) == [["gitea"]]
