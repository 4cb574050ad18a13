"""The CRDs of the Gateway API, read by Flux from the project's own repository."""

from __future__ import annotations

from typing import Unpack

import constructs

from ..constructs import CommonOptions, Component, ComponentInfo, GatewayApi
from ..model import ChartPin

__all__ = ["GatewayApiCrds"]


class GatewayApiCrds(Component):
    """The standard channel of the Gateway API: Gateways, routes, and the policy that guards their upgrades.

    Owned here alone, so that no chart fights for them, and never pruned: with a CRD every route would go.
    """

    info = ComponentInfo(
        name="gateway-api",
        title="Gateway API",
        about="the CRDs of Gateways and routes",
        slot="gatewayApi",
        layer="infrastructure",
        phase=1,
        docs="https://gateway-api.sigs.k8s.io",
        namespace="flux-system",
        chart=ChartPin(
            name="gateway-api",
            version="v1.6.1",
            repository="git+https://github.com/kubernetes-sigs/gateway-api",
            path="config/crd",
        ),
        provides=(GatewayApi,),
        licence="Apache-2.0",
    )

    def __init__(self, scope: constructs.Construct, id: str = "gateway-api", **common: Unpack[CommonOptions]) -> None:
        """Install the CRDs.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            **common: what every component takes; `values` mean nothing here.
        """
        super().__init__(scope, id, **common)
        self.add_namespace(pod_security=self.info.pod_security)
        self.add_git_manifests()
        self.provide(GatewayApi(name=id, provider=self))
