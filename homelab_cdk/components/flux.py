"""Flux: keeps the cluster equal to the repository."""

from __future__ import annotations

from typing import Literal, Unpack

import constructs

from .._errors import BuildError
from ..constructs import FLUX_NAMESPACE, CommonOptions, Component, ComponentInfo, resources
from ..model import Body, ChartPin

__all__ = ["FLUX_VERSION", "Flux"]

FLUX_VERSION = "2.9.x"
"""Pinned to one minor, because minors of Flux remove APIs; patches of it come by themselves (source: flux-operator)."""

CONTROLLERS = ("source-controller", "kustomize-controller", "helm-controller", "notification-controller")
"""What this library's trees need of Flux; image automation would edit files that the next synth overwrites."""


class Flux(Component):
    """Flux and the operator that installs and updates it, as the bootstrap has installed them.

    The bootstrap applies the same objects once, before there is a tree; from then on they are kept equal to the tree like
    everything else. Nothing of them is ever pruned: a Flux that leaves the tree would remove itself half-way.
    """

    info = ComponentInfo(
        name="flux",
        title="Flux",
        about="keeps the cluster equal to the repository",
        slot="gitOps",
        layer="infrastructure",
        phase=1,
        docs="https://fluxoperator.dev/docs/",
        namespace=FLUX_NAMESPACE,
        chart=ChartPin(
            name="flux-operator",
            version="0.58.1",
            repository="oci://ghcr.io/controlplaneio-fluxcd/charts/flux-operator",
        ),
        holds_data=True,
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "flux",
        *,
        size: Literal["small", "medium", "large"] = "small",
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install Flux.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            size: how much the controllers do at once and may use: `small` for up to about 50 units, `medium` beyond, `large`
                for thousands; by default `small`.
            **common: what every component takes.

        Raises:
            BuildError: the namespace is not `flux-system`, which every object of the tree names.
        """
        super().__init__(scope, id, **common)
        if self.namespace != FLUX_NAMESPACE:
            raise BuildError(
                f"{self.path}: the namespace is {self.namespace!r}, and everything in the tree looks for Flux in"
                f" {FLUX_NAMESPACE}; leave it out"
            )
        self.release = self.add_chart(
            {
                "priorityClassName": "system-cluster-critical",
                "resources": resources(cpu="100m", memory="64Mi", limit="1Gi"),
            },
            name=self.info.charts[0].name,
        )
        self.instance = self.protect(self.add_manifest(self._instance(size)))

    def _instance(self, size: str) -> Body:
        git = self.surroundings.config.git
        sync: Body = {
            "kind": "GitRepository",
            "url": git.url,
            "ref": f"refs/heads/{git.branch}",
            "path": "generated/flux-system",
            "interval": "1m",
        }
        if git.secret is not None:
            sync["pullSecret"] = git.secret
        return {
            "apiVersion": "fluxcd.controlplane.io/v1",
            "kind": "FluxInstance",
            "metadata": {"name": "flux", "namespace": FLUX_NAMESPACE},
            "spec": {
                "distribution": {"version": FLUX_VERSION, "registry": "ghcr.io/fluxcd"},
                "components": list(CONTROLLERS),
                "cluster": {"type": "kubernetes", "size": size, "networkPolicy": True},
                "sync": sync,
            },
        }
