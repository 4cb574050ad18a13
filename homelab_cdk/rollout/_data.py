"""What a roll-out is made of: plain data, as it is written in the repository and known of the charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..model import PACKAGED, Body, ChartFacts, GroupKind, ObjectKey
from ._condition import Condition

__all__ = ["EMPTY", "Early", "Machines", "Rollout", "State"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """What the distribution brings along.

    Attributes:
        distribution: `k3s` or `kubeadm`.
        network: whether pods have a network from the first moment (k3s' own flannel).
        packaged: what k3s installs by itself, by its name in `disable`.
    """

    distribution: str = "k3s"
    network: bool = True
    packaged: frozenset[str] = frozenset(part.disable for part in PACKAGED["k3s"] if part.disable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """One thing that is applied before Flux runs.

    Attributes:
        body: the object; empty where Helm's command line installs the release.
        release: namespace and name of the release that it installs, where it installs one.
        facts: what that release brings.
    """

    body: Body
    release: tuple[str, str] | None = None
    facts: ChartFacts = ChartFacts()

    @property
    def key(self) -> ObjectKey:
        """What identifies it; a release of Helm's command line has an identity that no object of a cluster has."""
        if self.body or self.release is None:
            return ObjectKey.of(self.body)
        return ObjectKey("helm.sh", "Release", *self.release)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What holds in a cluster before something is rolled out: nothing, in an empty one."""

    standing: frozenset[Condition] = frozenset()


EMPTY = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """All that is rolled out.

    Attributes:
        early: what is applied before Flux runs, in its order.
        folders: the objects that Flux applies, by the folder of the repository that they stand in.
        facts: what the charts bring, by the HelmRelease that installs them, or the Kustomization that reads them from a
            repository of their own.
        machines: what the distribution brings along.
        by_hand: Secrets that a person creates, as namespace and name.
        advice: where a CRD that nothing brings could come from, as written in `homelab.yaml`.
    """

    early: Sequence[Early]
    folders: Mapping[str, Sequence[Body]]
    facts: Mapping[ObjectKey, ChartFacts] = field(default_factory=dict)
    machines: Machines = Machines()
    by_hand: frozenset[tuple[str, str]] = frozenset()
    advice: Callable[[GroupKind], Sequence[str]] = lambda kind: ()
