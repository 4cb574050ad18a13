from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import GATEWAY_KINDS, deployment, found, lab_of, thing, with_crds

CNPG, METALLB, GATEWAY = "postgresql.cnpg.io", "metallb.io", "gateway.networking.k8s.io"


def databases(*bodies: Body) -> Lab:
    return with_crds(lab_of(*bodies), CNPG, "Cluster", "Database", "DatabaseRole")


def database(cluster: str) -> Body:
    return thing(f"{CNPG}/v1", "Database", "web", namespace="app", spec={"cluster": {"name": cluster}})


CLUSTER = thing(f"{CNPG}/v1", "Cluster", "main", namespace="other")


def advertised(*pools: str) -> Lab:
    pool = thing(f"{METALLB}/v1beta1", "IPAddressPool", "home", namespace="app")
    spread = thing(f"{METALLB}/v1beta1", "L2Advertisement", namespace="app", spec={"ipAddressPools": list(pools)})
    return with_crds(lab_of(pool, spread), METALLB, "IPAddressPool", "L2Advertisement")


def gateway(certificate: str) -> Lab:
    listener = {"name": "https", "port": 443, "tls": {"certificateRefs": [{"name": certificate}]}}
    body = thing(f"{GATEWAY}/v1", "Gateway", namespace="app", spec={"listeners": [listener]})
    secret = thing("v1", "Secret", "tls") | {"stringData": {"tls.crt": ""}}
    return with_crds(lab_of(body, secret), GATEWAY, *GATEWAY_KINDS)


def test_a_database_in_a_cluster_of_nobody() -> None:
    assert found(databases(database("mian")), "HL175") == [
        "app/database-web: Database.postgresql.cnpg.io app/web: spec.cluster.name names Cluster mian, which nothing in"
        " this lab makes in app (there is none); correct the name, or add it",
    ]


def test_pools_by_the_number_of_their_entry() -> None:
    assert found(advertised("home", "hoem"), "HL175") == [
        "app/l2advertisement-one: L2Advertisement.metallb.io app/one: spec.ipAddressPools[1] names IPAddressPool hoem,"
        " which nothing in this lab makes in app (there is home); correct the name, or add it",
    ]
    assert found(advertised("home"), "HL175") == []


def test_a_certificate_of_nobody() -> None:
    assert found(gateway("tsl"), "HL175") == [
        "app/gateway-one: Gateway.gateway.networking.k8s.io app/one: spec.listeners[0].tls.certificateRefs[0].name names"
        " Secret app/tsl, which nothing in this lab makes; correct the name, or add it",
    ]
    assert found(gateway("tls"), "HL175") == []


def scaled(name: str) -> Lab:
    target: dict[str, Any] = {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
    return lab_of(deployment(), thing("autoscaling/v2", "HorizontalPodAutoscaler", spec={"scaleTargetRef": target}))


def test_a_target_of_any_kind() -> None:
    assert found(scaled("wbe"), "HL175") == [
        "app/horizontalpodautoscaler-one: HorizontalPodAutoscaler.autoscaling app/one: spec.scaleTargetRef.name names"
        " Deployment wbe, which nothing in this lab makes in app (there is web); correct the name, or add it",
    ]
    assert found(scaled("web"), "HL175") == []


def test_nothing_is_said_of_what_names_nothing() -> None:
    body = database("main")
    del body["spec"]["cluster"]
    assert found(databases(body), "HL175") == []
