"""A release whose output stands in the tree, as constructs see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from homelab_cdk._errors import BuildError, LockError
from homelab_cdk.constructs import DriftIgnore, HelmRelease, Lab, OutputBook, Patch, UnitChart
from homelab_cdk.model import (
    Body,
    ChartFacts,
    CrdFact,
    LabConfig,
    Lock,
    ServiceFact,
    WebhookFact,
    output_digest,
    write_output,
)
from tests.labs import PIN, config_map, locked

FACTS = ChartFacts(
    crds=(CrdFact(group="a.example.com", kind="A", plural="as", scope="Cluster", versions=("v1",)),),
    webhooks=(WebhookFact(name="w", kind="validating", blocks=True, rules=()),),
    services=(ServiceFact(namespace="tea", name="one"),),
)


def lab_with(*bodies: Body) -> Lab:
    text = write_output("tea", PIN, bodies)
    entry = replace(locked({"tea": FACTS}).entries["tea"], output=output_digest(text))
    return Lab(LabConfig.sample(), lock=Lock(entries={"tea": entry}), outputs=OutputBook(fresh={"tea": text}))


def release(lab: Lab, *, holds_data: bool = False, ignored: Sequence[DriftIgnore] = ()) -> HelmRelease:
    app = UnitChart(lab, "tea")
    app.holds_data = holds_data
    return HelmRelease(app, chart=PIN, values={}, in_tree=True, drift_ignore=tuple(ignored))


def test_its_objects_are_manifests_and_flux_gets_no_release() -> None:
    made = release(lab_with(config_map("one"), config_map("two")))
    assert [item.key.name for item in made.objects] == ["one", "two"]
    assert made.owner.manifests == list(made.objects)
    with pytest.raises(BuildError, match="tea is delivered as plain manifests; it has no HelmRelease"):
        _ = made.manifest


def test_facts_of_the_tree_leave_out_what_the_objects_show() -> None:
    made = release(lab_with(config_map("one")))
    assert made.known.facts == FACTS, "components read ports and labels off them"
    seen = made.owner.facts(made.release).facts
    assert (seen.crds, seen.services, seen.webhooks) == ((), (), FACTS.webhooks)


def test_a_patch_changes_the_object_itself() -> None:
    made = release(lab_with(config_map("one", a="b")))
    operation = {"op": "add", "path": "/data/c", "value": "d"}
    made.post_render(Patch(kind="ConfigMap", name="one", operations=[operation], reason="it is asked for"))
    assert made.objects[0].final()["data"] == {"a": "b", "c": "d"}
    assert made.release.patches == (), "what was rendered is as it was"


def test_what_a_controller_owns_is_left_out() -> None:
    body = config_map("one", a="b", c="d")
    other = DriftIgnore(paths=("/data",), target={"kind": "Secret"})
    listed = DriftIgnore(paths=("/list/0/x", "/list/9/x", "/none/at/all"), target={"kind": "ConfigMap", "name": "one"})
    made = release(lab_with({**body, "list": [{"x": 1, "y": 2}]}), ignored=[other, listed])
    assert made.objects[0].body["data"] == {"a": "b", "c": "d"}
    assert made.objects[0].body["list"] == [{"y": 2}]


def test_what_holds_data_is_protected_object_by_object() -> None:
    made = release(lab_with(config_map("one")), holds_data=True)
    assert made.objects[0].body["metadata"]["annotations"] == {"kustomize.toolkit.fluxcd.io/prune": "disabled"}
    assert "annotations" not in release(lab_with(config_map("one"))).objects[0].body["metadata"]


def test_nothing_stands_before_flux_but_by_helm() -> None:
    lab = lab_with(config_map("one"))
    with pytest.raises(BuildError, match="before Flux can run, and there only Helm can install it"):
        HelmRelease(UnitChart(lab, "tea"), chart=PIN, values={}, in_tree=True, before_flux=True)


def test_plain_cdk8s_says_where_it_comes_from() -> None:
    with pytest.raises(LockError, match=r"homelab.lock does not know homelab.rendered/tea.json; run `homelab lock`"):
        release(Lab())


def test_while_it_is_proven_nothing_is_there_yet() -> None:
    made = release(Lab(outputs=OutputBook(being_proven=True)))
    assert made.objects == ()


def test_flux_does_not_apply_itself() -> None:
    from homelab_cdk.components.flux import Flux

    with pytest.raises(BuildError, match="only Helm can install Flux before it is there"):
        Flux(Lab(), delivery="rendered")
