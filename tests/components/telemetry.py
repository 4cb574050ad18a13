"""Labs with logs and traces, and stand-ins for what other components provide."""

from __future__ import annotations

from typing import Any

from homelab_cdk.components import load_components
from homelab_cdk.constructs import Bucket, BucketStore, Dashboard, Dashboards, DataSource, Lab, Pods, UnitChart
from homelab_cdk.model import Body, LabConfig
from homelab_cdk.synth._build import build_lab
from tests.labs import chosen, one

LOGS = ("logging", "loki")
TRACES = ("tracing", "jaeger")


class Buckets(BucketStore):
    def __init__(self, *, endpoint: str = "http://s3.storage.svc:8333") -> None:
        super().__init__(name="s3")
        self.endpoint = endpoint
        self.clients: list[Pods] = []

    def claim(self, consumer: UnitChart, *, client: Pods, bucket: str) -> Bucket:
        self.clients.append(client)
        return Bucket(endpoint=self.endpoint, name=bucket, region="home", secret="keys")


class Board(Dashboards):
    def __init__(self) -> None:
        super().__init__(name="board")
        self.sources: dict[str, DataSource] = {}
        self.dashboards: list[Dashboard] = []

    def dashboard(self, owner: UnitChart, dashboard: Dashboard) -> None:
        self.dashboards.append(dashboard)

    def data_source(self, owner: UnitChart, source: DataSource) -> None:
        self.sources[source.uid] = source


def lab_of(*answers: tuple[str, str], nodes: int = 1, **options: dict[str, Any]) -> Lab:
    """A lab of these answers; the options by the name of the component, with `_` for `-`."""
    load_components()
    choices = tuple(chosen(slot, name, **options.get(name.replace("-", "_"), {})) for slot, name in answers)
    return build_lab(LabConfig.sample(nodes=nodes, components=choices))


def board_of(lab: Lab) -> Board:
    """What the lab would show: a board that comes last still gets everything."""
    board = Board()
    lab.surroundings.capabilities.provide(board)
    return board


def values_of(lab: Lab, name: str) -> Body:
    values: Body = one(lab, "HelmRelease", name)["spec"]["values"]
    return values


def reached_from(lab: Lab, namespace: str) -> set[tuple[str, int]]:
    """The namespaces and ports that pods of a namespace may reach, beside DNS and addresses."""
    found: set[tuple[str, int]] = set()
    for chart in lab.unit_charts:
        for item in chart.manifests:
            if item.key.kind != "NetworkPolicy" or item.key.namespace != namespace:
                continue
            for rule in item.body["spec"].get("egress", ()):
                for peer in rule["to"]:
                    labels = peer.get("namespaceSelector", {}).get("matchLabels", {})
                    place = labels.get("kubernetes.io/metadata.name")
                    if place and place != "kube-system":
                        found |= {(place, port["port"]) for port in rule["ports"]}
    return found
