"""A component that no release of the library has: tests bring it to see what has to be touched for a new one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, Unpack

import constructs

from homelab_cdk.constructs import (
    CommonOptions,
    Component,
    ComponentInfo,
    GatewayApi,
    LoadBalancer,
    Outside,
    Pods,
    forget,
    resources,
)
from homelab_cdk.model import ChartPin


@contextmanager
def made_up() -> Iterator[type[Component]]:
    """Define the component `teapot`, and take it out of the catalogue again."""

    class Teapot(Component):
        """Brews tea for the whole lab."""

        info = ComponentInfo(
            name="teapot",
            title="Teapot",
            about="brews tea for the whole lab",
            slot="artifacts",
            layer="delivery",
            phase=3,
            docs="https://teapot.example.com/docs",
            chart=ChartPin(name="teapot", version="4.18.0", repository="oci://charts.example.com/teapot"),
            requires=(GatewayApi,),
            uses=(LoadBalancer,),
        )

        def __init__(
            self,
            scope: constructs.Construct,
            id: str = "teapot",
            *,
            tea: Literal["black", "green"] = "black",
            cups: int = 4,
            gateway_api: GatewayApi | None = None,
            **common: Unpack[CommonOptions],
        ) -> None:
            """Install the teapot.

            Args:
                scope: the lab, or any cdk8s app or chart.
                id: construct id and name of the unit.
                tea: what is brewed; by default `black`.
                cups: how many cups it holds; by default 4.
                gateway_api: who brings the CRDs; by default the lab's.
                **common: what every component takes.
            """
            super().__init__(scope, id, **common)
            self.gateway_api = gateway_api or self.require(GatewayApi)
            self.add_namespace(pod_security=self.info.pod_security)
            self.add_chart({"tea": tea, "cups": cups, "resources": resources(cpu="10m", memory="16Mi", limit="32Mi")})
            self.network.allow_egress(Pods(namespace=self.namespace), to=Outside(what="apiserver"))
            self.add_manifest(
                {
                    "apiVersion": "gateway.networking.k8s.io/v1",
                    "kind": "HTTPRoute",
                    "metadata": {"name": id, "namespace": self.namespace},
                    "spec": {"rules": [{"backendRefs": [{"name": "teapot", "port": 418}]}]},
                }
            )

    try:
        yield Teapot
    finally:
        forget("teapot")
