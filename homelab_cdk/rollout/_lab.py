"""The roll-out of a lab: the objects of its tree, and what is known of its charts."""

from __future__ import annotations

from ..bootstrap import BootstrapObject, bootstrap_set
from ..constructs import Cni, crd_providers, left_to_the_distribution
from ..model import Body, ChartFacts, ObjectKey, Release, at, text
from ..order import Built, kustomization_of
from ._data import Early, Machines, Rollout
from ._world import FLUX_SYSTEM, HELM, KUSTOMIZE

__all__ = ["release_key", "rollout_of"]


def rollout_of(built: Built) -> Rollout:
    """The roll-out of a lab into an empty cluster.

    The objects are those that are written; nothing of what the lab was built from is looked at, but for what stands outside of
    the tree: the bootstrap set, what the distribution brings along, and the Secrets that a person creates.
    """
    folders: dict[str, list[Body]] = {
        f"generated/{unit.folder}": [item.body for item in unit.items] for unit in built.units
    }
    folders[f"generated/{FLUX_SYSTEM}"] = [kustomization_of(unit) for unit in built.units]
    return Rollout(
        early=[_early(built, item) for item in bootstrap_set(built).objects],
        folders=folders,
        facts={release_key(release): known.facts for release, known in built.releases},
        machines=_machines(built),
        by_hand=_by_hand(built),
        advice=crd_providers,
    )


def release_key(release: Release) -> ObjectKey:
    """The Flux object that installs a release: a HelmRelease, or a Kustomization that reads a repository of its own."""
    if release.chart.repository.startswith("git+"):
        return ObjectKey(KUSTOMIZE, "Kustomization", release.namespace, f"{release.name}-upstream")
    return ObjectKey(HELM, "HelmRelease", release.namespace, release.name)


def _early(built: Built, item: BootstrapObject) -> Early:
    release = item.release
    if release is None:
        return Early(body=item.body)
    home = text(at(item.body, "spec").get("targetNamespace")) or release.namespace
    facts: ChartFacts = built.lab.surroundings.facts.of(release).facts
    return Early(body=item.body, release=(home, release.name), facts=facts)


def _machines(built: Built) -> Machines:
    surroundings = built.lab.surroundings
    return Machines(
        distribution=surroundings.config.cluster.distribution,
        # Whoever leaves the CNI out with kubeadm installs one by hand.
        network=not surroundings.capabilities.all(Cni),
        packaged=frozenset(part.disable for part in left_to_the_distribution(surroundings) if part.disable),
    )


def _by_hand(built: Built) -> frozenset[tuple[str, str]]:
    """Secrets that nothing of the tree makes: people do, or pods for themselves."""
    surroundings = built.lab.surroundings
    found = {(item.namespace, item.name) for item in surroundings.credentials.values() if item.provided}
    found |= {place for chart in built.lab.unit_charts for place in chart.own_secrets}
    secret = built.lab.config.git.secret
    return frozenset(found | ({(FLUX_SYSTEM, secret)} if secret else set()))
