"""What a release waits for, and what it is refused without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homelab_cdk.model import ChartFacts, ObjectKey, ServiceFact, VolumeFact, WorkloadFact
from homelab_cdk.rollout import Machines
from tests.rollout.made_up import found, namespace, only, operator, release, release_key, run, thing, unit


def tea(*, facts: ChartFacts | None = None, values: dict[str, object] | None = None, **spec: object) -> object:
    """The outcome of one unit with one release."""
    given = {"values": values} if values else {}
    return run(unit("tea", namespace("tea"), *release("tea", **given, **spec)), facts={"tea": facts or ChartFacts()})


def test_a_chart_that_renders_a_kind_of_another() -> None:
    key = ObjectKey("pots.example.com", "Pot", "tea", "one")
    facts = {"tea": ChartFacts(objects=(key,)), "pots": operator("pots", "Pot")}
    pots = unit("pots", namespace("pots"), *release("pots"))
    block = only(run(pots, unit("tea", namespace("tea"), *release("tea")), facts=facts))
    assert (block.where, block.reason, block.passes) == (release_key("tea"), "crd", True)
    assert "let Kustomization.kustomize.toolkit.fluxcd.io flux-system/tea depend on" in block.message
    assert run(pots, unit("tea", namespace("tea"), *release("tea"), after=["pots"]), facts=facts).converges
    block = only(run(unit("tea", namespace("tea"), *release("tea")), facts=facts))
    assert (block.where, block.reason, block.passes) == (release_key("tea"), "crd", False)


def test_releases_of_one_unit_in_order() -> None:
    # GIVEN a release that renders a kind of the other, in one Kustomization
    key = ObjectKey("pots.example.com", "Pot", "tea", "one")
    facts = {"tea": ChartFacts(objects=(key,)), "pots": operator("pots", "Pot")}
    spaces = [namespace("pots"), namespace("tea")]
    after = {"dependsOn": [{"name": "pots", "namespace": "pots"}]}
    assert run(unit("both", *spaces, *release("pots"), *release("tea", **after)), facts=facts).converges
    loose = run(unit("both", *spaces, *release("pots"), *release("tea")), facts=facts)
    assert found(loose) == {("tea", "HelmRelease", "tea", "crd")}


def test_a_release_waits_for_one_that_is_not_there() -> None:
    block = only(tea(dependsOn=[{"name": "gone"}]))
    assert (block.where, block.reason) == (release_key("tea"), "dependency")


def test_a_suspended_release() -> None:
    assert only(tea(suspend=True)).reason == "suspended"


def test_a_source_that_is_not_there() -> None:
    assert only(tea(chartRef={"kind": "OCIRepository", "name": "coffee"})).reason == "source"


def test_values_from_a_secret_that_nobody_makes() -> None:
    block = only(tea(valuesFrom=[{"kind": "Secret", "name": "recipe"}]))
    assert (block.object, block.reason) == (release_key("tea"), "secret")
    assert tea(valuesFrom=[{"kind": "Secret", "name": "recipe", "optional": True}]).converges


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"env": [{"valueFrom": {"secretKeyRef": {"name": "recipe", "key": "tea"}}}]}, "secret"),
        ({"extraEnvFrom": [{"configMapRef": {"name": "recipe"}}]}, "config map"),
        ({"admin": {"existingSecret": "recipe"}}, "secret"),
        ({"persistence": {"storageClass": "recipe"}}, "storage class"),
    ],
)
def test_values_that_name_what_nobody_makes(values: dict[str, object], reason: str) -> None:
    block = only(tea(values=values))
    assert (block.object, block.reason) == (release_key("tea"), reason)
    assert "recipe" in block.message


@pytest.mark.parametrize(
    "values",
    [
        {"env": [{"valueFrom": {"secretKeyRef": {"name": "recipe", "key": "tea", "optional": True}}}]},
        {"existingSecret": "{{ .Release.Name }}-recipe"},
        {"existingSecret": ""},
        {"storageClass": "-"},
        {"storageClass": {"name": "recipe"}},
    ],
)
def test_values_that_name_nothing(values: dict[str, object]) -> None:
    assert tea(values=values).converges


def test_a_volume_of_a_class_that_nothing_brings() -> None:
    volume = VolumeFact(name="leaves", size=1, storage_class="fast")
    facts = ChartFacts(workloads=(WorkloadFact(kind="StatefulSet", namespace="tea", name="tea", volumes=(volume,)),))
    block = only(tea(facts=facts))
    assert (block.object, block.reason) == (release_key("tea"), "storage class")
    assert "for the volume leaves of tea, and there is only local-path" in block.message


def test_a_volume_waits_for_its_provisioner() -> None:
    # GIVEN machines without a class of their own, and a release that brings one as the default
    volume = VolumeFact(name="leaves", size=1)
    facts = {
        "tea": ChartFacts(workloads=(WorkloadFact(kind="Deployment", namespace="tea", name="tea", volumes=(volume,)),)),
        "disks": ChartFacts(objects=(ObjectKey("storage.k8s.io", "StorageClass", "", "disk"),)),
    }
    bare = Machines(packaged=frozenset())
    user = unit("tea", namespace("tea"), *release("tea"))
    disks = unit("disks", namespace("disks"), *release("disks"))
    # THEN no order is needed, for a pod merely waits
    assert run(user, disks, facts=facts, machines=bare).converges
    # AND without it, or where it is not the default, the pod waits for ever
    assert only(run(user, facts=facts, machines=bare)).message.endswith("and there is none; add what makes its volumes")
    other = unit("disks", namespace("disks"), *release("disks", values={"storageClass": {"defaultClass": False}}))
    assert only(run(user, other, facts=facts, machines=bare)).reason == "storage class"


def test_a_load_balancer_is_not_waited_for() -> None:
    service = ServiceFact(namespace="tea", name="tea", type="LoadBalancer")
    assert tea(facts=ChartFacts(services=(service,))).converges


def test_a_release_that_waits_for_nothing() -> None:
    volume = VolumeFact(name="leaves", size=1, storage_class="fast")
    facts = ChartFacts(workloads=(WorkloadFact(kind="StatefulSet", namespace="tea", name="tea", volumes=(volume,)),))
    outcome = tea(facts=facts, install={"disableWait": True})
    assert release_key("tea") in {arrival.key for wave in outcome.waves for arrival in wave}


def test_the_namespace_that_a_release_goes_to() -> None:
    assert only(tea(targetNamespace="cups")).reason == "namespace"
    assert tea(targetNamespace="cups", install={"createNamespace": True}).converges


def test_a_webhook_of_which_nothing_answers_for_want_of_a_volume() -> None:
    # GIVEN an operator whose only pod never starts
    facts = operator("pots", "Pot", webhooks=True)
    volume = VolumeFact(name="kiln", size=1, storage_class="fast")
    facts = replace(facts, workloads=tuple(replace(item, volumes=(volume,)) for item in facts.workloads))
    pot = thing("pots.example.com/v1", "Pot", "one", "app")
    outcome = run(
        unit("pots", namespace("pots"), *release("pots")), unit("app", namespace("app"), pot), facts={"pots": facts}
    )
    # THEN the fault is there, and the custom resource only waits behind it
    assert {block.reason for block in outcome.blocks if not block.passes} == {"storage class"}
    assert "app" in {key.name for key in outcome.held_up}
