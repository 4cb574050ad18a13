from __future__ import annotations

from homelab_cdk.constructs import HelmApp
from homelab_cdk.model import Body
from tests.checks.bare import kustomization, release as bare_release, resource_set, told
from tests.checks.looking import found, lab_of, thing
from tests.labs import PIN


def release(**spec: object) -> Body:
    return thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", namespace="app", spec=spec)


def test_a_source_that_is_not_there() -> None:
    source = {"kind": "HelmRepository", "name": "charts"}
    lab = lab_of(release(chart={"spec": {"chart": "tea", "version": "1.2.3", "sourceRef": source}}))
    assert found(lab, "HL202") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.chart.spec.sourceRef names"
        " HelmRepository.source.toolkit.fluxcd.io app/charts, which nothing in this lab makes, and there is no other"
        " HelmRepository; add it, or correct the reference",
    ]


def test_a_source_of_another_name() -> None:
    lab = lab_of(release(chartRef={"kind": "OCIRepository", "name": "tee"}))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    assert found(lab, "HL202") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.chartRef names"
        " OCIRepository.source.toolkit.fluxcd.io app/tee, which nothing in this lab makes (there is tea/tea); add"
        " it, or correct the reference",
    ]


def test_a_dependency_that_is_not_there() -> None:
    kustomization = thing(
        "kustomize.toolkit.fluxcd.io/v1",
        "Kustomization",
        namespace="flux-system",
        spec={"sourceRef": {"kind": "GitRepository", "name": "flux-system"}, "dependsOn": [{"name": "ap"}]},
    )
    assert found(lab_of(kustomization), "HL202") == [
        "app/kustomization-flux-system-one: Kustomization.kustomize.toolkit.fluxcd.io flux-system/one:"
        " spec.dependsOn[0] names Kustomization.kustomize.toolkit.fluxcd.io flux-system/ap, which nothing in this"
        " lab makes (there is flux-system/app, flux-system/one); add it, or correct the reference",
    ]


def test_references_to_what_is_there() -> None:
    kustomization = thing(
        "kustomize.toolkit.fluxcd.io/v1",
        "Kustomization",
        namespace="flux-system",
        spec={"sourceRef": {"kind": "GitRepository", "name": "flux-system"}, "dependsOn": [{"name": "app"}]},
    )
    lab = lab_of(kustomization)
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    assert found(lab, "HL202") == []


def test_flux_may_read_its_own_repository_in_another_way() -> None:
    """GIVEN a tree that was not made from a lab, THEN its own source may be of any kind, but is called as Flux calls it."""
    for name, expected in (("flux-system", 0), ("flux-sistem", 1)):
        reference = {"kind": "OCIRepository", "name": name, "namespace": "flux-system"}
        assert len(told("HL202", kustomization(sourceRef=reference))) == expected


def test_what_a_generator_makes_is_there() -> None:
    generator = thing("source.extensions.fluxcd.io/v1beta1", "ArtifactGenerator", namespace="flux-system")
    generator["spec"] = {"artifacts": [{"name": "apps"}]}
    for name, expected in (("apps", 0), ("infra", 1)):
        reference = {"kind": "ExternalArtifact", "name": name}
        assert len(told("HL202", generator, kustomization(sourceRef=reference))) == expected


def test_what_templates_may_bring_cannot_be_told() -> None:
    one = bare_release(chartRef={"kind": "OCIRepository", "name": "tea"})
    assert told("HL202", one, resource_set()) == [
        "? HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.chartRef names OCIRepository.source.toolkit.fluxcd.io tea/tea,"
        " which nothing known makes, and ResourceSet.fluxcd.controlplane.io flux-system/apps may bring it",
    ]
    assert told("HL202", one) == [
        "HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.chartRef names OCIRepository.source.toolkit.fluxcd.io tea/tea,"
        " which nothing in this lab makes, and there is no other OCIRepository",
    ]


def test_a_kustomization_does_not_bring_what_it_waits_for() -> None:
    waits = kustomization(path="./far", dependsOn=[{"name": "gone"}])
    assert [line[0] for line in told("HL202", waits)] == ["K"]


def test_a_source_of_no_kind() -> None:
    assert found(lab_of(release(chartRef={"name": "tea"})), "HL202") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.chartRef names .source.toolkit.fluxcd.io"
        " app/tea, of which it does not say the kind; add it, or correct the reference",
    ]
