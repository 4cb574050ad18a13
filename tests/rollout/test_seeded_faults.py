"""Faults, put into the repository's own lab one at a time, each found at the object that suffers from it."""

from __future__ import annotations

from dataclasses import replace

from homelab_cdk.model import Body
from homelab_cdk.rollout import Machines, Rollout, simulate
from tests.rollout.made_up import NETWORK, changed, found, helm_chart, kustomization_key, only, release_key, without


def _depends(name: str) -> dict[str, str]:
    return {"name": name}


def test_the_owner_of_a_crd_is_missing(lab: Rollout) -> None:
    outcome = simulate(without(lab, "HelmRelease", "cert-manager"))
    assert not outcome.gets_there
    assert ("cert-manager-config", "Certificate", "private-ca", "crd") in found(outcome)
    assert ("traefik", "Certificate", "default-certificate", "crd") in found(outcome)
    assert {block.reason for block in outcome.blocks} == {"crd"}
    block = next(block for block in outcome.blocks if block.object.name == "private-ca")
    assert block.message == (
        "needs the CRD of Certificate.cert-manager.io, which nothing brings;"
        " add `certificates: cert-manager` to homelab.yaml"
    )
    # AND what only waits for the faulty one is told apart
    assert outcome.held_up[release_key("traefik")] == (kustomization_key("traefik"),)


def test_the_network_is_missing_from_the_bootstrap_set(lab: Rollout) -> None:
    # GIVEN machines without a network of their own, and a CNI that is installed before Flux
    bare = replace(
        lab, machines=Machines(network=False), early=[early for early in lab.early if not _network(early.body)]
    )
    with_network = replace(bare, early=[helm_chart("network", "network", NETWORK), *bare.early])
    assert simulate(with_network).converges
    # WHEN the bootstrap set leaves it out
    outcome = simulate(bare)
    # THEN nothing with a network of its own starts, the operator of Flux first of all
    assert {block.reason for block in outcome.blocks} == {"cni"}
    assert {block.where.name for block in outcome.blocks} >= {"flux-operator", "flux"}
    assert outcome.held_up[kustomization_key("flux-system")] == (bare.early[-1].key,)


def _network(body: Body) -> bool:
    return body.get("kind") == "HelmChart" and body["metadata"]["name"] != "flux-operator"


def test_a_network_that_only_flux_would_install(lab: Rollout) -> None:
    facts = {**lab.facts, release_key("metallb", "metallb-system"): NETWORK}
    early = [item for item in lab.early if not _network(item.body)]
    outcome = simulate(replace(lab, machines=Machines(network=False), facts=facts, early=early))
    assert {block.reason for block in outcome.blocks} == {"cni"}
    assert outcome.blocks[0].message.endswith(
        "HelmRelease.helm.toolkit.fluxcd.io metallb-system/metallb would, but Flux cannot install it before its own pods"
        " start; install it before Flux"
    )


def test_the_unit_of_a_webhook_is_not_waited_for(lab: Rollout) -> None:
    # WHEN the database does not wait for the operator whose webhook judges it
    outcome = simulate(changed(lab, "Kustomization", "postgresql-main", lambda body: body["spec"].pop("dependsOn")))
    # THEN it is refused where it comes first, and taken when Flux tries again
    assert ("postgresql-main", "Cluster", "postgresql-main", "webhook") in found(outcome)
    assert {block.where for block in outcome.blocks} == {kustomization_key("postgresql-main")}
    assert outcome.gets_there
    webhook = next(block for block in outcome.blocks if (block.object.kind, block.reason) == ("Cluster", "webhook"))
    assert "let Kustomization.kustomize.toolkit.fluxcd.io flux-system/postgresql-main depend on" in webhook.message
    assert "flux-system/cloudnative-pg" in webhook.message


def test_a_storage_class_is_misspelt(lab: Rollout) -> None:
    def misspell(body: Body) -> None:
        body["spec"]["storage"]["storageClass"] = "lokal-path"

    block = only(simulate(changed(lab, "Cluster", "postgresql-main", misspell)))
    assert (block.where.name, block.object.kind, block.reason) == ("postgresql-main", "Cluster", "storage class")
    assert "needs the StorageClass lokal-path, and there is only" in block.message
    assert not block.passes


def test_a_circle(lab: Rollout) -> None:
    def wait(body: Body) -> None:
        body["spec"].setdefault("dependsOn", []).append(_depends("traefik"))

    block = only(simulate(changed(lab, "Kustomization", "cert-manager", wait)))
    assert block.reason == "cycle"
    assert block.members == (kustomization_key("cert-manager"), kustomization_key("traefik"))
    assert block.message.startswith("waits for itself: ")


def test_a_namespace_is_missing(lab: Rollout) -> None:
    outcome = simulate(without(lab, "Namespace", "gitea"))
    block = only(outcome)
    assert (block.where.name, block.object.namespace, block.reason) == ("gitea", "gitea", "namespace")
    assert block.message.startswith("lives in the namespace gitea, which nothing creates")


def test_a_kustomization_gives_up_before_its_release(lab: Rollout) -> None:
    outcome = simulate(changed(lab, "HelmRelease", "gitea", lambda body: body["spec"].update(timeout="20m")))
    block = only(outcome)
    assert (block.where.name, block.object, block.reason) == ("gitea", release_key("gitea"), "timeout")
    assert block.message.startswith("may take 20 minutes, and its Kustomization gives up after 20 minutes")
