"""What a Kustomization waits for, and what it is refused without."""

from __future__ import annotations

from dataclasses import replace

from homelab_cdk.model import ChartFacts
from homelab_cdk.rollout import simulate
from tests.labs import config_map, crd
from tests.rollout.made_up import (
    custom,
    found,
    kustomization_key,
    namespace,
    only,
    operator,
    release,
    release_key,
    rollout,
    run,
    unit,
)


def place(name: str = "app") -> dict[str, object]:
    body = config_map()
    body["metadata"]["namespace"] = name
    return body


def test_a_custom_resource_beside_the_release_that_brings_its_kind() -> None:
    # GIVEN both in one Kustomization, which is refused as a whole
    bodies = [namespace("pots"), *release("pots"), custom("Pot", "pots", namespace="pots")]
    block = only(run(unit("pots", *bodies), facts={"pots": operator("pots", "Pot")}))
    # THEN the release is never created
    assert (block.where.name, block.object.kind, block.reason, block.passes) == ("pots", "Pot", "crd", False)
    assert block.members == (kustomization_key("pots"), release_key("pots"))
    assert "of the same Kustomization" in block.message


def test_a_custom_resource_beside_its_plain_crd() -> None:
    bodies = [crd("Pot", "pots.example.com"), namespace("pots"), custom("Pot", "pots", namespace="pots")]
    assert run(unit("pots", *bodies)).converges


def test_a_dependency_that_does_not_wait() -> None:
    # GIVEN an operator whose Kustomization is ready as soon as its release is applied
    facts = {"pots": operator("pots", "Pot", webhooks=True)}
    users = unit("app", namespace("app"), custom("Pot", "pots"), after=["pots"])
    outcome = run(unit("pots", namespace("pots"), *release("pots"), wait=False), users, facts=facts)
    # THEN the custom resource comes too early for both
    assert found(outcome) == {("app", "Pot", "one", "crd"), ("app", "Pot", "one", "webhook")}
    assert outcome.gets_there
    # AND with one that waits it does not
    assert run(unit("pots", namespace("pots"), *release("pots")), users, facts=facts).converges


def test_a_webhook_for_a_kind_that_comes_from_elsewhere() -> None:
    # GIVEN a kind from one chart, and a webhook that judges it from another
    whole = operator("pots", "Pot", webhooks=True)
    facts = {"kinds": ChartFacts(crds=whole.crds), "pots": replace(whole, crds=())}
    kinds = unit("kinds", namespace("kinds"), *release("kinds"))
    judge = unit("pots", namespace("pots"), *release("pots"), after=["kinds"])
    block = only(run(kinds, judge, unit("app", namespace("app"), custom("Pot", "pots"), after=["kinds"]), facts=facts))
    assert (block.where.name, block.object.kind, block.reason, block.passes) == ("app", "Pot", "webhook", True)
    assert run(
        kinds, judge, unit("app", namespace("app"), custom("Pot", "pots"), after=["kinds", "pots"]), facts=facts
    ).converges
    # AND one that comes before the webhook can be there is not judged by it
    earlier = unit("app", namespace("app"), custom("Pot", "pots"), after=["kinds"])
    later = unit("pots", namespace("pots"), *release("pots"), after=["kinds", "app"])
    assert run(kinds, later, earlier, facts=facts).converges


def test_a_namespace_that_another_makes() -> None:
    block = only(run(unit("places", namespace("app")), unit("app", place())))
    assert (block.where.name, block.object.kind, block.reason, block.passes) == ("app", "ConfigMap", "namespace", True)
    assert run(unit("places", namespace("app")), unit("app", place(), after=["places"])).converges


def test_luck_does_not_count() -> None:
    # GIVEN a unit that comes two waves later than the namespace it needs, but for another reason
    units = [
        unit("places", namespace("app")),
        unit("a", namespace("a")),
        unit("b", namespace("b"), after=["a"]),
        unit("app", place(), after=["b"]),
    ]
    assert [block.reason for block in run(*units).blocks] == ["namespace"]


def test_a_dependency_that_is_not_there() -> None:
    outcome = run(unit("app", namespace("app"), after=["gone"]), unit("later", namespace("later"), after=["app"]))
    block = only(outcome)
    assert (block.where.name, block.reason) == ("app", "dependency")
    assert "flux-system/gone, which is not there" in block.message
    assert outcome.held_up == {kustomization_key("later"): (kustomization_key("app"),)}


def test_a_suspended_dependency() -> None:
    block = only(run(unit("still", namespace("still"), suspend=True), unit("app", namespace("app"), after=["still"])))
    assert (block.where.name, block.reason) == ("still", "suspended")


def test_a_folder_that_is_not_there() -> None:
    block = only(run(unit("app", namespace("app"), path="./generated/apps/app")))
    assert (block.where.name, block.reason) == ("app", "path")


def test_a_source_that_is_not_there() -> None:
    block = only(run(unit("app", namespace("app"), sourceRef={"kind": "GitRepository", "name": "other"})))
    assert (block.where.name, block.reason) == ("app", "source")


def test_a_longer_circle_names_its_members() -> None:
    units = [unit(name, namespace(name), after=[other]) for name, other in (("a", "b"), ("b", "c"), ("c", "a"))]
    outcome = run(*units, unit("d", namespace("d"), after=["a"]))
    block = only(outcome)
    assert block.members == tuple(map(kustomization_key, "abc"))
    assert set(outcome.held_up) == {kustomization_key("d")}


def test_health_checks_by_name() -> None:
    # GIVEN a Kustomization that waits for one Deployment of its release alone
    facts = {"pots": operator("pots", "Pot")}
    check = {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "pots", "name": "pots"}
    bodies = [namespace("pots"), *release("pots")]
    users = unit("app", namespace("app"), custom("Pot", "pots"), after=["pots"])
    assert run(unit("pots", *bodies, wait=False, healthChecks=[check]), users, facts=facts).converges
    # AND one that nobody makes
    block = only(run(unit("pots", *bodies, wait=False, healthChecks=[{**check, "name": "other"}]), facts=facts))
    assert (block.where.name, block.object.name, block.reason) == ("pots", "other", "dependency")


def test_no_timeout_is_half_a_minute_less_than_the_interval() -> None:
    bodies = [namespace("pots"), *release("pots")]
    lax = unit("pots", *bodies, interval="1h")
    short = unit("pots", *bodies, interval="10m")
    for kustomization, _ in (lax, short):
        del kustomization["spec"]["timeout"]
    assert run(lax).converges
    assert only(run(short)).message.startswith("may take 10 minutes, and its Kustomization gives up after 9.5 minutes")


def test_what_stands_already_needs_no_owner() -> None:
    # GIVEN a cluster in which an operator has been rolled out
    facts = {"pots": operator("pots", "Pot", webhooks=True)}
    first = simulate(rollout(unit("pots", namespace("pots"), *release("pots")), facts=facts))
    # WHEN the next commit adds a user that waits for nothing
    users = unit("app", namespace("app"), custom("Pot", "pots"))
    following = rollout(unit("pots", namespace("pots"), *release("pots")), users, facts=facts)
    # THEN it is taken at once, and in an empty cluster it would not be
    assert simulate(following, first.state).converges
    assert not simulate(following).converges
