"""Network policies come from edges alone."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.components.gateway_api import GatewayApiCrds
from homelab_cdk.constructs import Endpoint, HelmApp, Lab, Outside, Pods, UnitChart, WebApp
from homelab_cdk.model import (
    Body,
    ChartFacts,
    ContainerFact,
    LabConfig,
    PortFact,
    ServiceFact,
    WebhookFact,
    WebhookRule,
    WorkloadFact,
)
from tests.labs import Plain, bodies, locked, one, six_systems

DNS = {
    "to": [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
            "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
        }
    ],
    "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
}


def _pods(namespace: str, **labels: str) -> Pods:
    return Pods(namespace=namespace, labels=labels)


def _peer(namespace: str, **labels: str) -> Body:
    selector = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}}}
    return {**selector, "podSelector": {"matchLabels": labels}} if labels else selector


def _policies(lab: Lab) -> dict[str, Body]:
    return {
        f"{body['metadata']['namespace']}/{body['metadata']['name']}": body["spec"]
        for body in bodies(lab)
        if body["kind"] == "NetworkPolicy"
    }


def test_a_namespace_is_closed_but_for_dns() -> None:
    lab = Lab()
    Plain(lab, "app")
    assert _policies(lab) == {
        "app/default-deny": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "egress": [DNS]}
    }


@pytest.mark.parametrize("nodes", [1, 3])
def test_every_namespace_of_the_six_systems_is_closed(nodes: int) -> None:
    lab = six_systems(nodes=nodes)
    made = {body["metadata"]["name"] for body in bodies(lab) if body["kind"] == "Namespace"}
    closed = {name.split("/")[0] for name in _policies(lab) if name.endswith("/default-deny")}
    assert made == closed


def test_an_edge_opens_both_sides() -> None:
    lab = Lab()
    client, server = Plain(lab, "client"), Plain(lab, "server")
    client.network.connect(_pods("client", app="c"), Endpoint(pods=_pods("server", app="s"), port=80, name="http"))
    ports = [{"protocol": "TCP", "port": 80}]
    assert one(lab, "NetworkPolicy", "allow-from-c", "client")["spec"] == {
        "podSelector": {"matchLabels": {"app": "c"}},
        "policyTypes": ["Egress"],
        "egress": [{"to": [_peer("server", app="s")], "ports": ports}],
    }
    assert one(lab, "NetworkPolicy", "allow-to-http", "server")["spec"] == {
        "podSelector": {"matchLabels": {"app": "s"}},
        "policyTypes": ["Ingress"],
        "ingress": [{"from": [_peer("client", app="c")], "ports": ports}],
    }
    assert [manifest.key.name for manifest in server.manifests][-1] == "allow-to-http"


def test_pods_with_their_nodes_network_are_reached_at_its_address() -> None:
    lab = Lab()
    client, server = Plain(lab, "client"), Plain(lab, "server")
    client.network.connect(_pods("client", app="c"), Endpoint(pods=_pods("server"), port=9100, host_network=True))
    nodes = [{"ipBlock": {"cidr": str(cidr)}} for cidr in (lab.config.networks.node, lab.config.networks.pod)]
    assert one(lab, "NetworkPolicy", "allow-from-c", "client")["spec"]["egress"] == [
        {"to": nodes, "ports": [{"protocol": "TCP", "port": 9100}]}
    ]
    assert [manifest.key.name for manifest in server.manifests if manifest.key.kind == "NetworkPolicy"] == [
        "default-deny"
    ]


def test_the_same_edge_twice_is_one_rule() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    for _ in range(2):
        app.network.connect(_pods("app", app="a"), Endpoint(pods=_pods("app", app="b"), port=80))
    assert len(_policies(lab)["app/allow-from-a"]["egress"]) == 1
    assert len(_policies(lab)["app/allow-to-b"]["ingress"]) == 1


def test_two_edges_of_the_same_pods_share_a_policy() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    for port in (80, 81):
        app.network.allow_egress(_pods("app", app="a"), to=_pods("other"), port=port)
    assert [rule["ports"][0]["port"] for rule in _policies(lab)["app/allow-from-a"]["egress"]] == [80, 81]


def test_other_pods_of_the_same_name_get_a_policy_of_their_own() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    web, job = _pods("app", app="a", role="web"), _pods("app", app="a", role="job")
    app.network.allow_egress(web, to=_pods("one"))
    app.network.allow_egress(job, to=_pods("two"))
    app.network.allow_egress(web, to=_pods("three"))
    found = {
        str(spec["podSelector"]["matchLabels"]["role"]): [rule["to"] for rule in spec["egress"]]
        for name, spec in _policies(lab).items()
        if "allow-from" in name
    }
    assert found == {"web": [[_peer("one")], [_peer("three")]], "job": [[_peer("two")]]}


def test_all_pods_are_not_some_pods() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    app.network.allow_egress(_pods("app"), to=_pods("one"))
    app.network.allow_egress(_pods("app", unusual="label"), to=_pods("two"))
    specs = [spec for name, spec in _policies(lab).items() if "allow-from-all" in name]
    assert [spec["podSelector"] for spec in specs] == [{}, {"matchLabels": {"unusual": "label"}}]
    assert [spec["egress"] for spec in specs] == [[{"to": [_peer("one")]}], [{"to": [_peer("two")]}]]


def test_names_are_such_that_kubernetes_takes() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    app.network.allow_egress(_pods("app", app="My_App.v2"), to=_pods("one"))
    assert "app/allow-from-my-app.v2" in _policies(lab)


def test_no_ingress_is_written_where_others_rule() -> None:
    """The first policy that selects a pod closes it to all others: in `kube-system` that would break the cluster."""
    lab = Lab()
    app = Plain(lab, "app")
    app.network.connect(_pods("app", app="a"), Endpoint(pods=_pods("kube-system", app="metrics-server"), port=443))
    assert [name for name in _policies(lab) if not name.startswith("app/")] == []
    assert "app/allow-from-a" in _policies(lab)


def test_egress_from_an_open_namespace_keeps_dns() -> None:
    lab = Lab()
    app = UnitChart(lab, "app", namespace="default")
    app.network.allow_egress(_pods("default", app="a"), to=_pods("other"), port=80)
    app.network.allow_egress(_pods("default", app="a"), to=_pods("other"), port=81)
    rules = _policies(lab)["default/allow-from-a"]["egress"]
    assert rules[0] == DNS
    assert [rule["ports"][0]["port"] for rule in rules[1:]] == [80, 81]


@pytest.mark.parametrize(
    ("what", "peers"),
    [
        ("nodes", [{"ipBlock": {"cidr": "192.168.1.0/24"}}, {"ipBlock": {"cidr": "10.42.0.0/16"}}]),
        ("cluster", [{"namespaceSelector": {}}]),
        ("anywhere", [{"ipBlock": {"cidr": "0.0.0.0/0"}}]),
    ],
)
def test_addresses_that_are_no_pods(what: Any, peers: list[Body]) -> None:
    lab = Lab()
    app = Plain(lab, "app")
    app.network.allow_egress(_pods("app"), to=Outside(what=what))
    assert _policies(lab)["app/allow-from-all"]["egress"] == [{"to": peers}]


def test_the_internet_is_no_private_address() -> None:
    lab = Lab()
    WebApp(lab, "app", image="example.com/app:1.0.0").allow_internet()
    [rule] = _policies(lab)["app/allow-from-app"]["egress"]
    [peer] = rule["to"]
    assert peer["ipBlock"]["cidr"] == "0.0.0.0/0"
    assert {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"} <= set(peer["ipBlock"]["except"])


@pytest.mark.parametrize("nodes", [1, 3])
def test_the_api_server_is_every_server_by_address_and_the_shared_one(nodes: int) -> None:
    lab = Lab(LabConfig.sample(nodes=nodes))
    app = Plain(lab, "app")
    app.network.allow_egress(_pods("app"), to=Outside(what="apiserver"))
    hosts = {1: (11,), 3: (11, 12, 13, 10)}[nodes]
    cidrs = [{"ipBlock": {"cidr": f"192.168.1.{host}/32"}} for host in hosts]
    assert _policies(lab)["app/allow-from-all"]["egress"] == [
        {"to": cidrs, "ports": [{"protocol": "TCP", "port": 6443}]}
    ]


def _facts(*, port: int | str = "webhook-server", url: bool = False) -> ChartFacts:
    container = ContainerFact(name="operator", image="e.com/o:1", ports=(PortFact(name="webhook-server", number=9443),))
    labels = (("app", "operator"),)
    rule = WebhookRule(groups=("tea.example.com",), resources=("teas",), operations=("CREATE",))
    return ChartFacts(
        webhooks=(
            WebhookFact(
                name="judge", kind="validating", blocks=True, rules=(rule,), service="" if url else "hook", port=443
            ),
        ),
        workloads=(
            WorkloadFact(kind="Deployment", namespace="tea", name="operator", labels=labels, containers=(container,)),
        ),
        services=(
            ServiceFact(
                namespace="tea",
                name="hook",
                selector=labels,
                ports=(PortFact(number=443, target=port), PortFact(number=8080, target="metrics")),
            ),
        ),
    )


def _operator(facts: ChartFacts) -> Lab:
    lab = Lab(lock=locked({"tea": facts}))
    HelmApp(lab, "tea", chart="operator", version="1.2.3", repository="oci://charts.example.com/operator")
    return lab


@pytest.mark.parametrize(("target", "number"), [("webhook-server", 9443), (10250, 10250)])
def test_webhooks_are_admitted_by_facts(target: int | str, number: int) -> None:
    spec = one(_operator(_facts(port=target)), "NetworkPolicy", "allow-to-hook", "tea")["spec"]
    assert spec["podSelector"] == {"matchLabels": {"app": "operator"}}
    nodes = [{"ipBlock": {"cidr": "192.168.1.0/24"}}, {"ipBlock": {"cidr": "10.42.0.0/16"}}]
    assert spec["ingress"] == [{"from": nodes, "ports": [{"protocol": "TCP", "port": number}]}]


def test_a_webhook_by_url_opens_nothing() -> None:
    assert list(_policies(_operator(_facts(url=True)))) == ["tea/default-deny"]


def test_a_route_lets_the_gateway_s_pods_in() -> None:
    lab = six_systems()
    app = WebApp(lab, "shop", image="example.com/shop:1.0.0", port=3000)
    assert app.add_route() == "shop.home.example.com"
    [rule] = one(lab, "NetworkPolicy", "allow-to-shop", "shop")["spec"]["ingress"]
    assert rule["ports"] == [{"protocol": "TCP", "port": 3000}]
    assert rule["from"][0]["namespaceSelector"]["matchLabels"] == {"kubernetes.io/metadata.name": "traefik"}
    assert rule["from"][0]["podSelector"]["matchLabels"]


def test_a_database_claim_opens_server_and_client() -> None:
    lab = six_systems()
    WebApp(lab, "shop", image="example.com/shop:1.0.0").add_database()
    server = one(lab, "NetworkPolicy", "allow-to-postgresql", "postgresql-main")["spec"]
    sources = [rule["from"][0]["namespaceSelector"]["matchLabels"] for rule in server["ingress"]]
    assert {"kubernetes.io/metadata.name": "shop"} in sources
    [rule] = one(lab, "NetworkPolicy", "allow-from-shop", "shop")["spec"]["egress"]
    assert rule["ports"] == [{"protocol": "TCP", "port": 5432}]


def test_every_egress_to_a_pod_of_the_lab_has_its_ingress() -> None:
    lab = six_systems(nodes=3)
    WebApp(lab, "shop", image="example.com/shop:1.0.0").add_database()
    policies = _policies(lab)
    for name, spec in policies.items():
        namespace = name.split("/")[0]
        for rule in spec.get("egress", []):
            for peer in rule["to"]:
                target = peer.get("namespaceSelector", {}).get("matchLabels", {}).get("kubernetes.io/metadata.name")
                if target in (None, "kube-system"):
                    continue
                opened = [
                    ingress
                    for other, there in policies.items()
                    if other.startswith(f"{target}/") and there["podSelector"] == peer.get("podSelector", {})
                    for ingress in there.get("ingress", [])
                    if ingress["ports"] == rule["ports"]
                    for source in ingress["from"]
                    if source.get("namespaceSelector", {}).get("matchLabels", {}).get("kubernetes.io/metadata.name")
                    == namespace
                ]
                assert opened, f"{name} may send to {target} on {rule['ports']}, and nothing there lets it in"


def test_a_chart_without_a_namespace_of_its_own_writes_none() -> None:
    lab = Lab()
    GatewayApiCrds(lab)
    assert _policies(lab) == {}
