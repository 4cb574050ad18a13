"""What rules of change say to do, which must not do harm itself."""

from __future__ import annotations

import pytest

from homelab_cdk.changes import difference_of
from homelab_cdk.checks import check_changes
from homelab_cdk.model import Body
from tests.changes.pair import tree_of

Told = tuple[str, str, str]
"""Code, reason and fix."""


def told(before: list[Body], after: list[Body], *, was: Body | None = None, becomes: Body | None = None) -> list[Told]:
    """What is found of a change of the objects of one unit, or of its spec."""
    trees = [
        tree_of({"units": {"tea": {"objects": objects, "spec": spec or {}}}})
        for objects, spec in ((before, was), (after, becomes))
    ]
    return [(finding.code, finding.reason, finding.fix) for finding in check_changes(difference_of(*trees))]


def definition(*versions: Body, scope: str = "Namespaced") -> Body:
    spec: Body = {"group": "tea.example.com", "names": {"kind": "Pot", "plural": "pots"}, "scope": scope}
    metadata = {"name": "pots.tea.example.com"}
    spec["versions"] = list(versions) or [{"name": "v1", "served": True, "storage": True}]
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": metadata,
        "spec": spec,
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (definition(), definition(scope="Cluster")),
        (
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "one", "namespace": "tea"}, "type": "a/b"},
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "one", "namespace": "tea"}, "type": "a/c"},
        ),
        (
            {
                "apiVersion": "v1",
                "kind": "PersistentVolume",
                "metadata": {"name": "one"},
                "spec": {"nfs": {"path": "/a"}},
            },
            {
                "apiVersion": "v1",
                "kind": "PersistentVolume",
                "metadata": {"name": "one"},
                "spec": {"nfs": {"path": "/b"}},
            },
        ),
    ],
    ids=["CustomResourceDefinition", "Secret", "PersistentVolume"],
)
def test_nobody_is_told_to_delete_what_others_live_by(before: Body, after: Body) -> None:
    [(code, reason, fix)] = told([before], [after])
    assert code == "HL856"
    assert "by hand" not in reason + fix


def test_the_way_out_of_a_statefulset_is_one_fix() -> None:
    body = {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "one", "namespace": "tea"}}
    [(_, reason, fix)] = told([body | {"spec": {"serviceName": "a"}}], [body | {"spec": {"serviceName": "b"}}])
    assert reason.endswith("and its Kustomization stands still")
    assert fix.startswith(
        "undo it, or delete it with `kubectl delete statefulset one -n tea --cascade=orphan`, so that"
    )


def test_a_renamed_kustomization_is_not_told_to_stay() -> None:
    """`prune: disabled` would leave the old one behind, which goes on applying its folder beside the new one."""
    claim = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "one", "namespace": "tea"}}
    trees = [tree_of({"units": {name: [claim]}}) for name in ("old", "new")]
    [finding] = [item for item in check_changes(difference_of(*trees)) if item.code == "HL852"]
    assert finding.fix.startswith("keep its name, or first let it go without its objects: deletionPolicy: Orphan")
    kept = [
        tree_of({"units": {"old": {"objects": [claim], "spec": {"deletionPolicy": "Orphan"}}}}),
        tree_of({"units": {"new": [claim]}}),
    ]
    assert [item.code for item in check_changes(difference_of(*kept)) if item.level == "error"] == []


def test_only_the_version_that_goes_is_named() -> None:
    old = [{"name": "v1", "served": True, "storage": False}, {"name": "v0", "served": False, "storage": True}]
    new = [{"name": "v1", "served": True, "storage": True}]
    [(code, reason, _)] = told([definition(*old)], [definition(*new)])
    assert (code, reason) == ("HL860", "it has v0 no more, in which objects are stored, and the API server refuses it")


def source(**more: str) -> Body:
    return {"sourceRef": {"kind": "GitRepository", "name": "flux-system", **more}}


def test_a_namespace_that_is_written_out_is_no_other_source() -> None:
    assert told([], [], was=source(), becomes=source(namespace="flux-system")) == []


def test_another_source_is_told_with_where_it_is() -> None:
    [(code, reason, fix)] = told([], [], was=source(), becomes=source(namespace="tea"))
    assert (code, reason) == (
        "HL861",
        "it reads GitRepository tea/flux-system instead of GitRepository flux-system/flux-system, and deletes what is not"
        " there",
    )
    assert fix.startswith("make sure that the new source has the same objects before this is applied")
