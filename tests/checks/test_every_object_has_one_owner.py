from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import ChartFacts, ObjectKey, WorkloadFact
from tests.checks.looking import deployment, found, lab_of
from tests.labs import PIN, Plain, config_map, locked

FACTS = ChartFacts(
    workloads=(WorkloadFact(kind="Deployment", namespace="one", name="web"),),
    objects=(ObjectKey("rbac.authorization.k8s.io", "ClusterRole", "", "reader"),),
)


def helm_app(lab: Lab, name: str) -> HelmApp:
    return HelmApp(lab, name, chart=PIN.name, version=PIN.version, repository=PIN.repository)


def test_two_constructs_with_one_object() -> None:
    lab = lab_of(config_map())
    Plain(lab, "other").add_manifest({**config_map(), "metadata": {"name": "settings", "namespace": "app"}})
    assert found(lab, "HL101") == [
        "other/configmap-app-settings: ConfigMap app/settings: app/configmap-settings makes this object, too; an"
        " object has one owner: rename one of them, or leave it out",
    ]


def test_a_construct_and_a_chart_with_one_object() -> None:
    lab = Lab(lock=locked({"one": FACTS}))
    helm_app(lab, "one").add_manifest(deployment())
    assert found(lab, "HL101") == [
        "one/deployment-web: Deployment.apps one/web: the chart operator 1.2.3 of one renders this object, too;"
        " leave it out here, or turn it off in the chart's values",
    ]


def test_two_charts_with_one_object() -> None:
    lab = Lab(lock=locked({"one": FACTS, "two": FACTS}))
    helm_app(lab, "one")
    helm_app(lab, "two")
    assert found(lab, "HL101") == [
        "two: Deployment.apps one/web: the chart operator 1.2.3 renders this object, and the chart of one renders"
        " it, too; turn it off in the values of one of them",
        "two: ClusterRole.rbac.authorization.k8s.io reader: the chart operator 1.2.3 renders this object, and the"
        " chart of one renders it, too; turn it off in the values of one of them",
    ]


def test_a_chart_that_is_only_assumed_to_render_the_object() -> None:
    lab = Lab(lock=locked({"one": FACTS}, values={"other": True}))
    helm_app(lab, "one").add_manifest(deployment())
    assert found(lab, "HL101") == [
        "one/deployment-web: Deployment.apps one/web: the chart operator 1.2.3 of one renders this object, too"
        " (its facts are only assumed: `homelab lock` proves them); leave it out here, or turn it off in the chart's"
        " values",
    ]


def test_each_with_one_owner() -> None:
    lab = Lab(lock=locked({"one": FACTS}))
    helm_app(lab, "one").add_manifest(deployment("other"))
    assert found(lab, "HL101") == []
