"""What has to be there before Flux runs."""

from __future__ import annotations

from dataclasses import replace

from homelab_cdk.model import ChartFacts, CrdFact, ObjectKey
from homelab_cdk.rollout import Early, Machines, simulate
from tests.rollout.made_up import (
    FLUX_OPERATOR,
    NETWORK,
    flux,
    found,
    helm_chart,
    kustomization_key,
    namespace,
    only,
    release,
    rollout,
    run,
    thing,
    unit,
)

APP = unit("app", namespace("app"))
BARE = Machines(network=False)


def test_the_first_waves() -> None:
    outcome = run(APP, early=[helm_chart("network", "network", NETWORK), *flux()], machines=BARE)
    names = [[arrival.key.name for arrival in wave] for wave in outcome.waves]
    assert names == [["network"], ["flux-operator"], ["flux"], ["app", "flux-system"]]


def test_a_chart_that_is_installed_by_an_ordinary_pod() -> None:
    # GIVEN the network installed by a Job that needs one
    chart = helm_chart("network", "network", NETWORK)
    chart.body["spec"]["bootstrap"] = False
    outcome = run(APP, early=[chart, *flux()], machines=BARE)
    assert [block.reason for block in outcome.blocks if block.where == chart.key] == ["cycle"]


def test_no_flux() -> None:
    block = only(run(APP, early=[]))
    assert (block.where, block.reason) == (kustomization_key("flux-system"), "flux")
    assert "the bootstrap set has no FluxInstance" in block.message


def test_no_operator_of_flux() -> None:
    outcome = run(APP, early=flux()[1:])
    assert ("flux", "FluxInstance", "flux", "crd") in found(outcome)


def test_the_credentials_of_the_repository() -> None:
    early = flux()
    early[1].body["spec"]["sync"]["pullSecret"] = "git"
    block = only(run(APP, early=early))
    assert (block.object.kind, block.reason) == ("FluxInstance", "secret")
    whole = rollout(APP, early=early)
    assert simulate(replace(whole, by_hand=frozenset({("flux-system", "git")}))).converges
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "git", "namespace": "flux-system"}}
    assert run(APP, early=[Early(body=secret), *early]).converges


def test_releases_of_helms_command_line() -> None:
    # GIVEN a cluster without anything that installs charts
    installed = Early(body={}, release=("network", "network"), facts=NETWORK)
    operator = Early(body={}, release=("flux-system", "flux-operator"), facts=FLUX_OPERATOR)
    kubeadm = Machines(distribution="kubeadm", network=False, packaged=frozenset())
    assert run(APP, early=[installed, operator, flux()[1]], machines=kubeadm).converges
    # AND nothing there takes a HelmChart
    outcome = run(APP, early=[installed, *flux()], machines=kubeadm)
    assert found(outcome) == {("flux-operator", "HelmChart", "flux-operator", "crd")}
    assert outcome.held_up[flux()[1].key] == (flux()[0].key,)


def test_calico_by_its_operator() -> None:
    # GIVEN an operator that makes the network out of an object that its chart renders
    key = ObjectKey("operator.tigera.io", "Installation", "", "default")
    kind = CrdFact(
        group="operator.tigera.io", kind="Installation", plural="installations", scope="Cluster", versions=("v1",)
    )
    with_object = helm_chart("tigera-operator", "tigera-operator", ChartFacts(crds=(kind,), objects=(key,)))
    assert run(APP, early=[with_object, *flux()], machines=BARE).converges
    # AND one whose object is applied by itself
    bare = helm_chart("tigera-operator", "tigera-operator", ChartFacts(crds=(kind,)))
    installation = Early(body=thing("operator.tigera.io/v1", "Installation", "default"))
    assert run(APP, early=[bare, installation, *flux()], machines=BARE).converges
    assert not run(APP, early=[bare, *flux()], machines=BARE).converges


def test_the_tree_installs_the_operator_of_flux_again() -> None:
    # GIVEN a tree that manages the operator that the bootstrap set has installed
    again = unit("operator", namespace("operator"), *release("operator"))
    facts = {"operator": FLUX_OPERATOR}
    assert run(again, facts=facts).converges
    # WHEN the pods of the first one have no network
    outcome = run(again, facts=facts, machines=BARE)
    # THEN that is the fault, and not that the second one waits for the first
    assert {block.reason for block in outcome.blocks} == {"cni"}
    # AND without the first one, the second waits for itself
    early = [Early(body=namespace("flux-system")), flux()[1]]
    assert only(run(again, facts=facts, early=early)).reason == "cycle"
