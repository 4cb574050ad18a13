from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import ChartFacts, VolumeFact, WorkloadFact
from tests.checks.looking import app_of, found, lab_of, thing
from tests.labs import PIN, crd, locked

PRUNE = {"kustomize.toolkit.fluxcd.io/prune": "disabled"}
VOLUME = VolumeFact(name="data", size=1024**3)
FACTS = ChartFacts(workloads=(WorkloadFact(kind="Deployment", namespace="tea", name="tea", volumes=(VOLUME,)),))


def brewery(*, holds_data: bool) -> Lab:
    lab = Lab(lock=locked({"tea": FACTS}))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, holds_data=holds_data)
    return lab


def test_a_claim() -> None:
    assert found(lab_of(thing("v1", "PersistentVolumeClaim", "files")), "HL214") == [
        "app/persistentvolumeclaim-files: PersistentVolumeClaim app/files: it is deleted when app leaves the tree;"
        " set `holds_data`, or annotate this object and its namespace with kustomize.toolkit.fluxcd.io/prune: disabled",
    ]


def test_volumes_of_a_stateful_set() -> None:
    spec = {"volumeClaimTemplates": [{"metadata": {"name": "data"}}]}
    assert found(lab_of(thing("apps/v1", "StatefulSet", "db", spec=spec)), "HL214") == [
        "app/statefulset-db: StatefulSet.apps app/db: its volumes are, with the namespace if not before, deleted"
        " when app leaves the tree; set `holds_data`, or annotate this object and its namespace with"
        " kustomize.toolkit.fluxcd.io/prune: disabled",
    ]


def test_a_claim_that_is_kept_in_a_namespace_that_is_not() -> None:
    lab = lab_of(thing("v1", "PersistentVolumeClaim", "files", annotations=PRUNE))
    assert found(lab, "HL214") == [
        "app/persistentvolumeclaim-files: PersistentVolumeClaim app/files: it is protected, but its namespace is deleted,"
        " with all that is in it, when app leaves the tree; set `holds_data`, or annotate Namespace app with"
        " kustomize.toolkit.fluxcd.io/prune: disabled, too",
    ]
    [namespace] = [one for one in app_of(lab).manifests if one.key.kind == "Namespace"]
    app_of(lab).protect(namespace)
    assert found(lab, "HL214") == []


def test_a_kind_of_custom_resources() -> None:
    assert found(lab_of(crd("Pot", "tea.example.com")), "HL214") == [
        "app/customresourcedefinition-pots.tea.example.com: CustomResourceDefinition.apiextensions.k8s.io"
        " pots.tea.example.com: it and every custom resource of its kind are deleted when app leaves the tree; set"
        " `holds_data`, or annotate this object with kustomize.toolkit.fluxcd.io/prune: disabled",
    ]


def test_a_chart_with_volumes() -> None:
    assert found(brewery(holds_data=False), "HL214") == [
        "tea: the chart operator 1.2.3: what it keeps in data is deleted, with the namespace if not before, when tea"
        " leaves the tree; set `holds_data`, or turn persistence off in the values",
    ]


def test_whoever_says_that_it_holds_data() -> None:
    lab = lab_of(thing("v1", "PersistentVolumeClaim", "files"))
    app_of(lab).holds_data = True
    assert found(lab, "HL214") == []
    assert found(brewery(holds_data=True), "HL214") == []
