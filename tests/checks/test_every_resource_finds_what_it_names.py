from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of, thing, with_crds

CNPG = "postgresql.cnpg.io"


def scaler(name: str) -> Body:
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
    return thing("autoscaling/v2", "HorizontalPodAutoscaler", spec={"scaleTargetRef": target, "maxReplicas": 2})


def ingress(**annotations: str) -> Body:
    spec = {"tls": [{"secretName": "web-tls"}]}
    return thing("networking.k8s.io/v1", "Ingress", spec=spec, annotations=annotations)


def test_a_target_that_is_not_there() -> None:
    assert found(lab_of(scaler("wep"), deployment()), "HL175") == [
        "app/horizontalpodautoscaler-one: HorizontalPodAutoscaler.autoscaling app/one: spec.scaleTargetRef.name names"
        " Deployment wep, which nothing in this lab makes in app (there is web); write the name of one that is there, or add it",
    ]


def test_a_secret_that_is_not_there() -> None:
    assert found(lab_of(ingress()), "HL175") == [
        "app/ingress-one: Ingress.networking.k8s.io app/one: spec.tls[0].secretName names Secret app/web-tls, which"
        " nothing in this lab makes; add it",
    ]


@pytest.mark.parametrize("is_there", [True, False])
def test_the_cluster_of_a_database(is_there: bool) -> None:
    cluster = thing(f"{CNPG}/v1", "Cluster", "main", namespace="app", spec={})
    database = thing(f"{CNPG}/v1", "Database", namespace="app", spec={"cluster": {"name": "main"}})
    lab = lab_of(database, *([cluster] if is_there else []))
    assert len(found(with_crds(lab, CNPG, "Cluster", "Database"), "HL175")) == (not is_there)


def test_what_is_there() -> None:
    secret = thing("v1", "Secret", "web-tls") | {"stringData": {"tls.crt": "", "tls.key": ""}}
    assert found(lab_of(scaler("web"), deployment(), ingress(), secret), "HL175") == []


def test_a_secret_that_an_annotation_brings() -> None:
    assert found(lab_of(ingress(**{"cert-manager.io/cluster-issuer": "private-ca"})), "HL175") == []


@pytest.mark.parametrize("is_there", [True, False])
def test_the_secret_of_an_upgrade(is_there: bool) -> None:
    plan = thing(
        "upgrade.cattle.io/v1", "Plan", namespace="app", spec={"secrets": [{"name": "registry", "path": "/etc/x"}]}
    )
    lab = lab_of(plan, *([thing("v1", "Secret", "registry")] if is_there else []))
    assert found(with_crds(lab, "upgrade.cattle.io", "Plan"), "HL175") == [
        "app/plan-one: Plan.upgrade.cattle.io app/one: spec.secrets[0].name names Secret app/registry, which nothing in"
        " this lab makes; add it",
    ] * (not is_there)
