from __future__ import annotations

import pytest

from homelab_cdk.checks import examine
from homelab_cdk.constructs import HelmApp, Lab, StorageClass
from homelab_cdk.model import Body, ChartFacts, ObjectKey, VolumeFact, WorkloadFact
from tests.checks.bare import release, told
from tests.checks.looking import app_of, built, deployment, found, lab_of, thing, with_crds
from tests.labs import PIN, locked


def claim(name: str) -> Body:
    return thing("v1", "PersistentVolumeClaim", spec={"storageClassName": name})


def test_a_volume_of_another_class() -> None:
    lab = lab_of(claim("fats"))
    app_of(lab).provide(StorageClass(name="fast"))
    assert found(lab, "HL361") == [
        "app/persistentvolumeclaim-one: PersistentVolumeClaim app/one: spec.storageClassName names the StorageClass fats, which"
        " nothing in this lab makes (there is fast); name fast, or leave it out",
    ]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (thing("networking.k8s.io/v1", "Ingress", spec={"ingressClassName": "nginx"}), "IngressClass nginx"),
        (deployment(pod={"priorityClassName": "high"}), "PriorityClass high"),
        (deployment(pod={"runtimeClassName": "gvisor"}), "RuntimeClass gvisor"),
        (
            thing(
                "apps/v1",
                "StatefulSet",
                spec={
                    "template": deployment()["spec"]["template"],
                    "volumeClaimTemplates": [{"spec": {"storageClassName": "fats"}}],
                },
            ),
            "StorageClass fats",
        ),
    ],
)
def test_classes_of_other_kinds(body: Body, what: str) -> None:
    findings = found(lab_of(body), "HL361")
    assert len(findings) == 1
    assert what in findings[0]


def test_a_volume_of_a_chart() -> None:
    volume = VolumeFact(name="data", size=1, storage_class="fats")
    facts = ChartFacts(workloads=(WorkloadFact(kind="StatefulSet", namespace="tea", name="pot", volumes=(volume,)),))
    lab = Lab(lock=locked({"tea": facts}))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, holds_data=True)
    assert found(lab, "HL361") == [
        "tea: StatefulSet tea/pot of the chart operator 1.2.3: the volume data names the StorageClass fats, which nothing in"
        " this lab makes (there is local-path); name local-path, or leave it out",
    ]


def test_a_class_of_which_there_is_none() -> None:
    assert found(lab_of(deployment(pod={"priorityClassName": "high"})), "HL361") == [
        "app/deployment-web: Deployment.apps app/web: priorityClassName names the PriorityClass high, which nothing in this lab"
        " makes (there is system-cluster-critical, system-node-critical); add what makes the PriorityClass, or leave it out",
    ]
    [line] = found(lab_of(deployment(pod={"runtimeClassName": "gvisor"})), "HL361")
    assert line.endswith(" (there is none); add what makes the RuntimeClass, or leave it out")


def test_a_gateway_has_to_name_a_class() -> None:
    gateway = thing("gateway.networking.k8s.io/v1", "Gateway", spec={"gatewayClassName": "nginx"})
    [line] = found(with_crds(lab_of(gateway), "gateway.networking.k8s.io", "Gateway"), "HL361")
    assert line.endswith(" (there is traefik); name traefik")


def test_a_chart_that_nobody_knows_may_bring_any_class() -> None:
    lab = lab_of(claim("fats"))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    assert found(lab, "HL361") == []
    assert [one.reason for one in examine(built(lab)).unchecked if one.code == "HL361"] == [
        "spec.storageClassName names the StorageClass fats, and the chart operator 1.2.3, of which nothing is known, may bring it"
    ]


@pytest.mark.parametrize(
    "body",
    [
        claim("local-path"),
        claim(""),
        deployment(pod={"priorityClassName": "system-cluster-critical"}),
        thing("networking.k8s.io/v1", "Ingress", spec={"ingressClassName": "traefik"}),
    ],
    ids=["what k3s brings", "the default", "what Kubernetes brings", "the ingress of k3s"],
)
def test_classes_that_are_there(body: Body) -> None:
    assert found(lab_of(body), "HL361") == []


def test_a_class_of_the_tree_takes_no_place_of_what_k3s_brings() -> None:
    own = thing("storage.k8s.io/v1", "StorageClass", "slow") | {"provisioner": "nas.example.com"}
    assert found(lab_of(claim("local-path"), own), "HL361") == []


def test_a_system_of_the_lab_takes_the_place_of_what_k3s_brings() -> None:
    lab = lab_of(claim("local-path"))
    app_of(lab).provide(StorageClass(name="fast"))
    [line] = found(lab, "HL361")
    assert line.endswith(
        "names the StorageClass local-path, which nothing in this lab makes (there is fast); name fast, or leave it out"
    )


def test_classes_of_the_tree_and_of_charts() -> None:
    key = ObjectKey("storage.k8s.io", "StorageClass", "", "slow")
    lab = Lab(lock=locked({"tea": ChartFacts(objects=(key,))}))
    app = HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    app.add_manifest(thing("scheduling.k8s.io/v1", "PriorityClass", "high") | {"value": 1})
    app.add_manifest(deployment(pod={"priorityClassName": "high"}))
    app.add_manifest(claim("slow"))
    assert found(lab, "HL361") == []


def test_a_class_that_an_unknown_chart_may_bring_cannot_be_told() -> None:
    volume = thing("v1", "PersistentVolumeClaim", namespace="tea", spec={"storageClassName": "ceph"})
    assert told("HL361", volume, release()) == [
        "? PersistentVolumeClaim tea/one: spec.storageClassName names the StorageClass ceph, and"
        " HelmRelease.helm.toolkit.fluxcd.io tea/tea, of which nothing is known, may bring it",
    ]
    assert [line[0] for line in told("HL361", volume)] == ["P"]
