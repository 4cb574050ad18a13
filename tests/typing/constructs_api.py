"""What type checkers make of the public constructs; checked by `make types`, never run."""

from __future__ import annotations

from typing import assert_type

import cdk8s
import constructs

from homelab_cdk import Lab, Manifest, Patch, UnitChart, WebApp
from homelab_cdk.components.gitea import Gitea
from homelab_cdk.components.metallb import MetalLB
from homelab_cdk.constructs import (
    Bucket,
    Cache,
    Component,
    Credential,
    Database,
    Endpoint,
    Gateway,
    HelmApp,
    HelmRelease,
    KnownFacts,
    OtlpReceiver,
    PostgresServer,
    component,
    components,
    merge_values,
    quorum,
    spread,
)
from homelab_cdk.model import Body, Release


def constructs_stand_in_any_scope(app: cdk8s.App, chart: cdk8s.Chart, group: constructs.Construct) -> None:
    for scope in (app, chart, group, Lab()):
        assert_type(MetalLB(scope, addresses=["192.168.1.200-192.168.1.210"]), MetalLB)
        assert_type(WebApp(scope, "web", image="example.com/web:1"), WebApp)


def constructs_are_cdk8s_s_own(lab: Lab, chart: UnitChart, manifest: Manifest) -> None:
    app: cdk8s.App = lab
    outer: cdk8s.Chart = chart
    inner: cdk8s.ApiObject = manifest
    anything: list[constructs.Construct] = [app, outer, inner]
    assert_type(manifest.body, Body)
    assert_type(chart.node, constructs.Node)
    assert_type(chart.namespace, str)
    assert_type(chart.path, str)
    assert_type(anything[0].node.path, str)


def claims_give_typed_grants(app: WebApp) -> None:
    assert_type(app.add_route(), str)
    assert_type(app.add_database(server="main"), Database)
    assert_type(app.add_bucket(), Bucket)
    assert_type(app.add_cache(), Cache)
    assert_type(app.add_password("PASSWORD"), Credential)
    assert_type(app.add_metrics(), Endpoint)
    assert_type(app.add_traces(protocol="grpc"), OtlpReceiver)


def capabilities_keep_their_kind(chart: UnitChart) -> None:
    assert_type(chart.require(PostgresServer), PostgresServer)
    assert_type(chart.optional(Gateway), Gateway | None)
    server = PostgresServer.from_secret_name("db", host="db.example.com", database="a", user="a")
    assert_type(chart.provide(server), PostgresServer)


def components_take_their_own_options_and_the_common_ones(lab: Lab) -> None:
    patch = Patch(kind="Service", name="gitea-http", operations=[{"op": "remove", "path": "/spec"}], reason="a test")
    assert_type(Gitea(lab, host="git", values={"a": None}, version="1.2.3", namespace="git", patches=[patch]), Gitea)
    Gitea(lab, hots="git")  # type: ignore[call-arg]  # a misspelt option is found
    Gitea(lab, storage_size=10)  # type: ignore[arg-type]  # a size is text with a unit
    Gitea(lab, "gitea", "git")  # type: ignore[call-arg]  # options are keyword-only


def the_catalogue_is_typed() -> None:
    assert_type(components(), list[type[Component]])
    assert_type(component("gitea"), type[Component] | None)
    assert_type(quorum(3), int)
    assert_type(spread(3), int)


def releases_are_typed(lab: Lab) -> None:
    app = HelmApp(lab, "app", chart="a", version="1.2.3", repository="oci://e.com/a")
    assert_type(app.helm_release, HelmRelease)
    assert_type(app.helm_release.release, Release)
    assert_type(app.helm_release.known, KnownFacts)
    assert_type(merge_values({}, {}), Body)
