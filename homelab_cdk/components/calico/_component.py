"""Calico: the pod network with network policies."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal, Unpack

import constructs

from ..._errors import BuildError
from ...constructs import (
    Cni,
    CommonOptions,
    Component,
    ComponentInfo,
    Dashboard,
    Endpoint,
    Pods,
    dashboard_model,
    resources,
    spread,
)
from ...model import Body, ChartPin, Maximum, Minimum
from . import _operated as operated
from ._monitoring import ALERTS, PANELS

__all__ = ["Calico"]

REPOSITORY = "https://docs.tigera.io/calico/charts"

CRDS = ChartPin(name="crd.projectcalico.org.v1", version="v3.32.1", repository=REPOSITORY)
"""The CRDs, which the operator's chart has not brought since 3.32."""


class Calico(Component):
    """The network of all pods, by the Tigera operator, with Kubernetes' network policies.

    The bootstrap installs both releases before Flux runs, and Flux takes them over unchanged. Its removal would leave
    every pod without a network, so nothing of it is ever pruned. The operator makes the namespace `calico-system`, where
    Calico itself runs, and closes it by policies of its own.
    """

    info = ComponentInfo(
        name="calico",
        title="Calico",
        about="connects all pods and applies network policies",
        slot="cni",
        layer="infrastructure",
        phase=1,
        docs="https://docs.tigera.io/calico/latest/about/",
        namespace="tigera-operator",
        chart=ChartPin(name="tigera-operator", version="v3.32.1", repository=REPOSITORY),
        more_charts=(CRDS,),
        provides=(Cni,),
        pod_security="privileged",
        licence="Apache-2.0",
        host_access=(
            "its operator and its agents run before there is a pod network, and set up interfaces, routes and "
            "packet filters of each machine"
        ),
        wide_rights=(
            "its operator writes the roles of Calico's parts and the certificates by which they know each other"
        ),
        essential=True,
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "calico",
        *,
        encapsulation: Literal["VXLANCrossSubnet", "VXLAN"] = "VXLANCrossSubnet",
        linux_dataplane: Literal["Iptables", "Nftables"] = "Iptables",
        mtu: Annotated[int, Minimum(1280), Maximum(9000)] | None = None,
        block_size: Annotated[int, Minimum(20), Maximum(128)] | None = None,
        nat_outgoing: bool = True,
        control_plane_replicas: Annotated[int, Minimum(1)] | None = None,
        api_server: bool = True,
        goldmane: bool = False,
        whisker: bool = False,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install Calico for the pod network of the lab (`networks.pod`), which can never be changed afterwards.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            encapsulation: `VXLANCrossSubnet` wraps packets between machines only where a router lies between them, `VXLAN`
                always, as switches and hypervisors that drop unknown addresses need it; by default `VXLANCrossSubnet`, as
                upstream. BGP is not used.
            linux_dataplane: how rules are written; by default `Iptables`. `Nftables` is taken on each machine where
                kube-proxy uses it, too. The eBPF dataplane wants machines without kube-proxy and is not offered.
            mtu: size of packets in the pod network; by default what the machines' interfaces allow.
            block_size: how many addresses a machine takes at a time, as the length of the prefix; by default 26 (64
                addresses), for IPv6 122. It can never be changed afterwards.
            nat_outgoing: whether pods show their machine's address to everything outside of the pod network; by default
                they do.
            control_plane_replicas: pods of Calico's API server; by default one on a single machine, else two.
            api_server: whether `kubectl` knows Calico's own kinds (`projectcalico.org/v3`); by default it does. Without it
                the operator cannot change the pools of addresses, and Calico's namespace is not closed by policies.
            goldmane: whether flow logs are collected; by default not.
            whisker: whether flow logs are shown in a user interface, which needs `goldmane`; by default not.
            **common: what every component takes; `version` is that of both charts.

        Raises:
            BuildError: the user interface of flow logs is wanted without them, or the block size does not fit the network.
        """
        super().__init__(scope, id, **common)
        if whisker and not goldmane:
            raise BuildError(f"{self.path}: whisker shows what goldmane collects; set `goldmane: true` as well")
        replicas = spread(self.nodes) if control_plane_replicas is None else control_plane_replicas
        self.add_namespace(pod_security=self.info.pod_security)
        crds = self.add_chart({}, chart=replace(CRDS, version=self.version), name="calico-crds", before_flux=True)
        self.accept(
            "every_record_has_room_to_grow",
            f"the chart {CRDS.name} ",
            reason="upstream has them in no smaller chart, and before Flux nothing but Helm can install them",
        )
        values: Body = {
            # The chart of the CRDs owns them.
            "manageCRDs": False,
            "installation": {
                "cni": {"type": "Calico", "ipam": {"type": "Calico"}},
                "calicoNetwork": self._network(
                    encapsulation=encapsulation,
                    dataplane=linux_dataplane,
                    mtu=mtu,
                    block_size=block_size,
                    nat_outgoing=nat_outgoing,
                ),
                "controlPlaneReplicas": replicas,
                "nodeMetricsPort": operated.FELIX_METRICS,
                "typhaMetricsPort": operated.TYPHA_METRICS,
                # Drivers for policies of single processes, which need Istio.
                "kubeletVolumePluginPath": "None",
                "flexVolumePath": "None",
                "calicoNodeDaemonSet": operated.overrides("calico-node", init=("install-cni", "ebpf-bootstrap")),
                "typhaDeployment": operated.overrides("calico-typha"),
                "calicoKubeControllersDeployment": operated.overrides("calico-kube-controllers"),
            },
            "apiServer": {"enabled": api_server},
            "goldmane": {"enabled": goldmane},
            "whisker": {"enabled": whisker},
            "resources": resources(cpu="50m", memory="128Mi", limit="512Mi"),
        }
        version = self.version
        self.children += operated.node(version, nodes=self.nodes)
        if api_server:
            values["apiServer"]["apiServerDeployment"] = operated.overrides("calico-apiserver")
            self.children += operated.api_server(version, replicas=replicas)
        if goldmane:
            values["goldmane"]["goldmaneDeployment"] = operated.overrides("goldmane")
            self.children += operated.flow_logs(version, whisker=whisker)
        if whisker:
            values["whisker"] |= {
                # Else it shows news from the internet.
                "notifications": "Disabled",
                "whiskerDeployment": operated.overrides("whisker", "whisker-backend"),
            }
        self.add_chart(values, timeout=15, after=(crds,), before_flux=True)
        self._monitor()
        self.provide(Cni(name=id, provider=self, ports=operated.MACHINE_PORTS))

    def _network(
        self, *, encapsulation: str, dataplane: str, mtu: int | None, block_size: int | None, nat_outgoing: bool
    ) -> Body:
        """The pod network, with all that the operator would add to a pool, so that it finds nothing to write."""
        cluster, pods = self.surroundings.config.cluster, self.surroundings.config.networks.pod
        narrow, wide, usual = (20, 32, 26) if pods.version == 4 else (116, 128, 122)
        size = usual if block_size is None else block_size
        if not max(narrow, pods.prefixlen) <= size <= wide:
            raise BuildError(
                f"{self.path}: blockSize is {size}; Calico takes {narrow} to {wide} for IPv{pods.version}, and no less than"
                f" the {pods.prefixlen} of networks.pod"
            )
        network: Body = {
            "bgp": "Disabled",
            "linuxDataplane": dataplane,
            # Where Kubernetes itself knows the machine: not a virtual address of the API, nor another network.
            f"nodeAddressAutodetectionV{pods.version}": {"kubernetes": "NodeInternalIP"},
            "ipPools": [
                {
                    "name": f"default-ipv{pods.version}-ippool",
                    "cidr": str(pods),
                    "encapsulation": encapsulation,
                    "natOutgoing": "Enabled" if nat_outgoing else "Disabled",
                    "nodeSelector": "all()",
                    "blockSize": size,
                    "allowedUses": ["Workload", "Tunnel"],
                    "assignmentMode": "Automatic",
                    "disableBGPExport": False,
                    "disableNewAllocations": False,
                }
            ],
        }
        if cluster.distribution == "k3s":
            # As the documentation of k3s asks for Calico: pods of its own forward packets.
            network["containerIPForwarding"] = "Enabled"
        if mtu is not None:
            network["mtu"] = mtu
        return network

    def _monitor(self) -> None:
        """What listens on the machines' addresses, where no policy stands before it.

        The operator's own policies close kube-controllers to all but Tigera's Prometheus.
        """
        for name, port in (("calico-node", operated.FELIX_METRICS), ("calico-typha", operated.TYPHA_METRICS)):
            pods = Pods(namespace=operated.SYSTEM, labels={"k8s-app": name})
            self.monitoring.scrape(Endpoint(pods=pods, port=port, name=name, host_network=True))
        self.monitoring.alert("calico", ALERTS)
        model = dashboard_model("homelab-calico", "Calico", PANELS)
        self.monitoring.dashboard(Dashboard(name="calico", folder="Network", content=model))
