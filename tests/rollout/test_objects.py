"""What single objects of the tree wait for."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.model import Body, ChartFacts, CrdFact
from homelab_cdk.rollout import Outcome
from tests.rollout.made_up import found, namespace, only, release, run, thing, unit


def web(*, env: list[Body] | None = None, volumes: list[Body] | None = None, **pod: Any) -> Body:
    spec = {"containers": [{"name": "web", "env": env or []}], "volumes": volumes or [], **pod}
    return thing("apps/v1", "Deployment", "web", "app", template={"spec": spec})


def app(*bodies: Body) -> Outcome:
    return run(unit("app", namespace("app"), *bodies))


def claim(**spec: Any) -> Body:
    return thing("v1", "PersistentVolumeClaim", "data", "app", **spec)


MOUNTED = {"name": "data", "persistentVolumeClaim": {"claimName": "data"}}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (web(env=[{"name": "A", "valueFrom": {"secretKeyRef": {"name": "x", "key": "a"}}}]), "secret"),
        (web(env=[{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "x", "key": "a"}}}]), "config map"),
        (web(volumes=[{"name": "v", "secret": {"secretName": "x"}}]), "secret"),
        (web(volumes=[{"name": "v", "projected": {"sources": [{"configMap": {"name": "x"}}]}}]), "config map"),
        (web(serviceAccountName="x"), "account"),
        (web(volumes=[MOUNTED]), "claim"),
    ],
)
def test_a_pod_that_reads_what_nobody_makes(body: Body, reason: str) -> None:
    outcome = app(body)
    assert ("app", "Deployment", "web", reason) in found(outcome)
    assert not outcome.gets_there


@pytest.mark.parametrize(
    "body",
    [
        web(env=[{"name": "A", "valueFrom": {"secretKeyRef": {"name": "x", "key": "a", "optional": True}}}]),
        web(volumes=[{"name": "v", "configMap": {"name": "kube-root-ca.crt"}}]),
        web(serviceAccountName="default"),
    ],
)
def test_a_pod_that_needs_nothing(body: Body) -> None:
    assert app(body).converges


def test_a_claim_is_bound_with_its_pod() -> None:
    assert app(claim(), web(volumes=[MOUNTED])).converges


def test_a_claim_that_no_pod_uses() -> None:
    # k3s' own class makes a volume only for a pod that is scheduled.
    block = only(app(claim()))
    assert (block.object.kind, block.reason) == ("PersistentVolumeClaim", "claim")
    immediate = thing("storage.k8s.io/v1", "StorageClass", "disk")
    assert app(immediate, claim(storageClassName="disk")).converges


def test_a_claim_whose_pod_waits_for_it_in_turn() -> None:
    outcome = run(unit("data", namespace("app"), claim()), unit("app", web(volumes=[MOUNTED]), after=["data"]))
    assert only(outcome).reason == "cycle"


OPERATORS = {
    "secrets": ChartFacts(
        crds=tuple(
            CrdFact(group=group, kind=kind, plural=f"{kind.lower()}s", scope="Namespaced", versions=("v1",))
            for group, kind in (
                ("external-secrets.io", "ExternalSecret"),
                ("external-secrets.io", "ClusterSecretStore"),
                ("cert-manager.io", "Certificate"),
                ("cert-manager.io", "ClusterIssuer"),
            )
        )
    )
}


def with_operators(*bodies: Body) -> Outcome:
    operators = unit("secrets", namespace("secrets"), *release("secrets"))
    return run(operators, unit("app", namespace("app"), *bodies, after=["secrets"]), facts=OPERATORS)


def external(source: str) -> list[Body]:
    provider = {"kubernetes": {"remoteNamespace": "app"}}
    return [
        thing("external-secrets.io/v1", "ClusterSecretStore", "store", provider=provider),
        thing(
            "external-secrets.io/v1",
            "ExternalSecret",
            "login",
            "app",
            secretStoreRef={"kind": "ClusterSecretStore", "name": "store"},
            dataFrom=[{"extract": {"key": source}}],
        ),
    ]


def test_a_secret_comes_with_its_external_secret() -> None:
    source = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "source", "namespace": "app"}}
    reader = web(env=[{"name": "A", "valueFrom": {"secretKeyRef": {"name": "login", "key": "a"}}}])
    assert with_operators(reader, source, *external("source")).converges
    block = only(with_operators(reader, *external("source")))
    assert (block.object.kind, block.object.name, block.reason) == ("ExternalSecret", "login", "secret")
    assert "copies the Secret app/source, which nothing makes" in block.message


def test_a_certificate_waits_for_its_issuer() -> None:
    reference = {"kind": "ClusterIssuer", "name": "own"}
    certificate = thing("cert-manager.io/v1", "Certificate", "web", "app", secretName="web-tls", issuerRef=reference)
    reader = web(volumes=[{"name": "v", "secret": {"secretName": "web-tls"}}])
    issuer = thing("cert-manager.io/v1", "ClusterIssuer", "own", selfSigned={})
    assert with_operators(reader, certificate, issuer).converges
    block = only(with_operators(reader, certificate))
    assert (block.object.kind, block.reason) == ("Certificate", "dependency")


def test_the_secrets_of_an_issuer_lie_with_its_controller() -> None:
    issuer = thing("cert-manager.io/v1", "ClusterIssuer", "ca", ca={"secretName": "root"})
    for place, fine in (("secrets", True), ("app", False)):
        body = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "root", "namespace": place}}
        assert with_operators(issuer, body).converges is fine


def test_those_of_an_issuer_whose_crd_stands_in_the_tree_lie_with_the_pods_beside_it() -> None:
    issuer = thing("cert-manager.io/v1", "ClusterIssuer", "ca", ca={"secretName": "root"})
    names = {"kind": "ClusterIssuer", "plural": "clusterissuers"}
    definition = thing(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "clusterissuers.cert-manager.io",
        group="cert-manager.io",
        names=names,
        scope="Cluster",
    )
    pods = {"containers": [{"name": "controller"}]}
    controller = thing("apps/v1", "Deployment", "controller", "secrets", template={"spec": pods})
    operator = unit("secrets", namespace("secrets"), definition, controller)
    for place, fine in (("secrets", True), ("app", False)):
        secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "root", "namespace": place}}
        outcome = run(operator, unit("app", namespace("app"), issuer, secret, after=["secrets"]))
        assert outcome.converges is fine
