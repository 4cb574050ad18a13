"""What a consumer finds: the one provider, the one it names, or an error with the choices."""

from __future__ import annotations

from collections.abc import Mapping

import cdk8s
import pytest

from homelab_cdk._errors import CapabilityError
from homelab_cdk.components import load_components
from homelab_cdk.components.gateway_api import GatewayApiCrds
from homelab_cdk.components.traefik import Traefik
from homelab_cdk.constructs import (
    Bucket,
    BucketStore,
    Database,
    GatewayApi,
    Lab,
    LoadBalancer,
    Pods,
    PostgresServer,
    UnitChart,
    WebApp,
)
from tests.labs import one


class _Servers(PostgresServer):
    def claim(self, consumer: UnitChart, *, client: Pods, database: str | None = None) -> Database:
        return Database(host=self.name, port=5432, name="a", user="a", secret="a")


class _Buckets(BucketStore):
    def claim(self, consumer: UnitChart, *, client: Pods, bucket: str, keys: Mapping[str, str] | None = None) -> Bucket:
        return Bucket(endpoint="https://s3.example.com", name=bucket, region="home", secret="keys")


@pytest.fixture
def app() -> WebApp:
    load_components()
    return WebApp(Lab(), "shop", image="example.com/shop:1.0.0")


def test_the_only_provider_is_found(app: WebApp) -> None:
    server = app.provide(_Servers(name="main"))
    assert app.require(PostgresServer) is server
    assert app.add_database().host == "main"


def test_a_missing_provider_names_the_choices(app: WebApp) -> None:
    with pytest.raises(CapabilityError) as error:
        app.add_database()
    assert str(error.value) == (
        "shop needs PostgreSQL, which nothing in this lab provides; add `databases: {postgresql: {main: {}}}` to"
        " homelab.yaml, or pass the capability explicitly"
    )


def test_a_claim_that_no_component_grants_says_so(app: WebApp) -> None:
    with pytest.raises(CapabilityError) as error:
        app.add_cache()
    assert str(error.value) == (
        "shop needs a cache, which nothing in this lab provides; no component of this version provides a cache;"
        " leave the wish out, or pass the capability explicitly"
    )


def test_two_providers_and_no_choice_is_an_error(app: WebApp) -> None:
    for name in ("main", "archive"):
        app.provide(_Servers(name=name))
    with pytest.raises(CapabilityError) as error:
        app.add_database()
    assert str(error.value) == ("shop needs PostgreSQL, and main, archive provide it; choose one by its name")


def test_a_provider_is_chosen_by_name(app: WebApp) -> None:
    for name in ("main", "archive"):
        app.provide(_Servers(name=name))
    assert app.add_database(server="archive").host == "archive"


@pytest.mark.parametrize(("provided", "listed"), [((), "none"), (("main", "archive"), "main, archive")])
def test_an_unknown_name_lists_what_there_is(app: WebApp, provided: tuple[str, ...], listed: str) -> None:
    for name in provided:
        app.provide(_Servers(name=name))
    with pytest.raises(CapabilityError) as error:
        app.add_database(server="mian")
    assert str(error.value).startswith(
        f"shop asks for PostgreSQL 'mian', which nothing in this lab provides (provided: {listed}); add `databases: "
    )


def test_a_capability_may_be_handed_over(app: WebApp) -> None:
    app.add_bucket(store=_Buckets(name="mine"))
    [container] = one(app.scope, "Deployment", "shop")["spec"]["template"]["spec"]["containers"]  # type: ignore[arg-type]  # the scope is the lab
    found = {entry["name"]: entry.get("value", entry.get("valueFrom")) for entry in container["env"]}
    assert found["AWS_ENDPOINT_URL"] == "https://s3.example.com"
    assert found["S3_BUCKET"] == "shop"
    assert found["AWS_ACCESS_KEY_ID"] == {"secretKeyRef": {"name": "keys", "key": "access-key-id"}}


def test_outside_of_a_lab_everything_is_handed_over() -> None:
    app = cdk8s.App()
    traefik = Traefik(
        app, load_balancer=LoadBalancer(name="the router"), gateway_api=GatewayApi(name="brought by the cluster")
    )
    assert traefik.needs == []


def test_an_existing_database_is_named_by_its_secret(app: WebApp) -> None:
    server = PostgresServer.from_secret_name("shop-db", host="db.example.com", port=6432, database="shop", user="me")
    granted = app.add_database(server=server, env="DB")
    assert (granted.host, granted.port, granted.name, granted.user, granted.server) == (
        "db.example.com",
        6432,
        "shop",
        "me",
        None,
    )
    lab = app.scope
    assert isinstance(lab, Lab)
    [container] = one(lab, "Deployment", "shop")["spec"]["template"]["spec"]["containers"]
    assert container["env"] == [{"name": "DB", "valueFrom": {"secretKeyRef": {"name": "shop-db", "key": "uri"}}}]
    egress = one(lab, "NetworkPolicy", "allow-from-shop")["spec"]["egress"]
    assert {"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}], "ports": [{"protocol": "TCP", "port": 6432}]} in egress


def test_what_is_provided_later_is_not_found_earlier() -> None:
    load_components()
    lab = Lab()
    with pytest.raises(CapabilityError, match="traefik needs a load balancer, .* `loadBalancer: metallb`"):
        Traefik(lab)
    UnitChart(lab, "other").provide(LoadBalancer(name="late"))
    GatewayApiCrds(lab)
    assert Traefik(lab, "second").load_balancer.name == "late"
