from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab, UnitChart
from homelab_cdk.order import kustomization_of
from tests.checks.looking import app_of, found, lab_of, thing, with_crds
from tests.labs import PIN, config_map, units_of

PRUNE = {"kustomize.toolkit.fluxcd.io/prune": "disabled"}


def keeper(**metadata: object) -> Lab:
    lab = Lab()
    app = UnitChart(lab, "app", namespace="default")
    app.holds_data = True
    app.add_manifest(config_map())
    app.add_manifest(thing("v1", "PersistentVolumeClaim", "files", **metadata))
    return lab


def test_a_volume_that_would_be_deleted() -> None:
    assert found(keeper(), "HL213") == [
        "app/persistentvolumeclaim-files: PersistentVolumeClaim default/files: app holds data, and Flux would delete"
        " this object with all that depends on it when it leaves the tree; annotate it with"
        " kustomize.toolkit.fluxcd.io/prune: disabled (`protect`)",
        "app: unit app: it holds data, and none of its objects is protected from pruning; call `protect` on those"
        " that matter (kustomize.toolkit.fluxcd.io/prune: disabled)",
    ]


def test_a_volume_that_is_kept() -> None:
    assert found(keeper(annotations=PRUNE), "HL213") == []


def test_what_the_cluster_cannot_do_without_is_kept_like_data() -> None:
    lab = Lab()
    app = UnitChart(lab, "network", namespace="default")
    app.essential = True
    app.add_manifest(config_map())
    assert found(lab, "HL213") == [
        "network: unit network: it is essential to the cluster, and none of its objects is protected from pruning; call"
        " `protect` on those that matter (kustomize.toolkit.fluxcd.io/prune: disabled)"
    ]
    [unit] = units_of(lab).values()
    body = kustomization_of(unit)
    assert body["metadata"]["annotations"] == PRUNE
    assert body["spec"]["deletionPolicy"] == "Orphan"


def test_a_release_of_ours() -> None:
    lab = Lab()
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, holds_data=True)
    assert found(lab, "HL213") == []


def test_an_object_behind_which_an_operator_keeps_data() -> None:
    group = "postgresql.cnpg.io"
    lab = with_crds(lab_of(thing(f"{group}/v1", "Cluster", "main", namespace="app")), group, "Cluster")
    app = app_of(lab)
    app.holds_data = True
    [cluster] = [one for one in app.manifests if one.key.kind == "Cluster"]
    assert any("Cluster.postgresql.cnpg.io app/main" in line for line in found(lab, "HL213"))
    app.protect(cluster)
    assert not any("Cluster.postgresql.cnpg.io app/main" in line for line in found(lab, "HL213"))
