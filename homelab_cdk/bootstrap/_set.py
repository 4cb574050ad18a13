"""What is there before Flux: on the machines, and applied once by a person."""

from __future__ import annotations

from dataclasses import dataclass

from ..components.flux import Flux
from ..constructs import FLUX_NAMESPACE, Lab
from ..model import Body, ObjectKey, Release
from ..order import Built, once
from ._helm_chart import helm_chart
from ._kube_vip import kube_vip_objects

__all__ = ["SMALL", "BootstrapObject", "BootstrapSet", "bootstrap_set", "flux_of"]

SMALL = 50
"""Up to so many units the operator's `small` size is enough (source: flux-operator's documentation of `cluster.size`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BootstrapObject:
    """One thing that stands before Flux does.

    Attributes:
        body: the object as it is applied; empty where Helm's own command line installs the release, because the cluster has
            nothing that would do it.
        release: the release that it installs, where it installs one: the tree's own, or in a lab that leaves Flux out
            of its tree, the operator's.
        why: why it cannot wait for Flux.
    """

    body: Body
    release: Release | None = None
    why: str

    @property
    def key(self) -> ObjectKey | None:
        """What identifies the object in the cluster; nothing where there is none."""
        return ObjectKey.of(self.body) if self.body else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BootstrapSet:
    """Everything that is installed before Flux takes over, in its order.

    Attributes:
        machine: what the first server applies by itself as soon as its API answers: k3s' auto-deploy manifests; empty where
            the distribution has none.
        flux: what a person applies once, from `flux/`; it ends with the namespace of Flux, its operator and its instance.
    """

    machine: tuple[BootstrapObject, ...]
    flux: tuple[BootstrapObject, ...]

    @property
    def objects(self) -> tuple[BootstrapObject, ...]:
        """All of it, in order."""
        return (*self.machine, *self.flux)

    @property
    def before_flux(self) -> tuple[BootstrapObject, ...]:
        """What Flux itself needs, such as the pod network, whoever applies it."""
        return self.objects[:-3]

    @property
    def operator(self) -> BootstrapObject:
        """The release of the operator that installs Flux."""
        return self.flux[-2]

    @property
    def instance(self) -> BootstrapObject:
        """The FluxInstance."""
        return self.flux[-1]


@once
def bootstrap_set(built: Built) -> BootstrapSet:
    """What this lab needs before Flux can run, made of the very releases of its tree."""
    early = _before_flux(built)
    flux = _flux(built)
    k3s = built.lab.config.cluster.distribution == "k3s"
    return BootstrapSet(
        machine=(*early, *_virtual_address(built)) if k3s else (), flux=flux if k3s else (*early, *flux)
    )


def _virtual_address(built: Built) -> tuple[BootstrapObject, ...]:
    why = "the other machines join through the address that the servers share"
    return tuple(BootstrapObject(body=body, why=why) for body in kube_vip_objects(built.lab.config))


def _before_flux(built: Built) -> tuple[BootstrapObject, ...]:
    """The releases without which no pod of Flux could start, each after the namespace that it lives in.

    A component adds a release after those that it has to follow, so the order of the lab is theirs.
    """
    found: list[BootstrapObject] = []
    namespaces: set[str] = set()
    for chart in built.lab.unit_charts:
        for item in chart.helm_releases:
            if not item.before_flux:
                continue
            release = item.release
            namespace = built.by_key.get(ObjectKey("", "Namespace", "", release.namespace))
            if namespace is not None and release.namespace not in namespaces:
                namespaces.add(release.namespace)
                why = f"the release {release.name} lives in it, at the Pod Security level that its pods need"
                found.append(BootstrapObject(body=namespace.body, why=why))
            found.append(_installed(built, release, f"{chart.path} has to run before any pod of Flux can start"))
    return tuple(found)


def _flux(built: Built) -> tuple[BootstrapObject, ...]:
    flux = flux_of(built)
    labels = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": FLUX_NAMESPACE, "labels": labels}}
    return (
        BootstrapObject(body=namespace, why="the credentials of the Git repository have to be there before Flux looks"),
        _installed(built, flux.release.release, "it installs Flux, and keeps it at patches of one minor"),
        BootstrapObject(body=flux.instance.final(), why="it says which Flux is installed and what it reads"),
    )


def flux_of(built: Built) -> Flux:
    """The lab's Flux; where the lab has none in its tree, one that stands apart and is made in the same way."""
    found = next((chart for chart in built.lab.unit_charts if isinstance(chart, Flux)), None)
    return found or Flux(Lab(built.lab.config), size="small" if len(built.units) <= SMALL else "medium")


def _installed(built: Built, release: Release, why: str) -> BootstrapObject:
    k3s = built.lab.config.cluster.distribution == "k3s"
    return BootstrapObject(body=helm_chart(release) if k3s else {}, release=release, why=why)
