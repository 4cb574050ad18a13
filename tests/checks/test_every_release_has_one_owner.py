from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing


def release(name: str, namespace: str = "app", **spec: object) -> Body:
    return thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", name, namespace=namespace, spec=spec)


def test_a_release_of_two_objects() -> None:
    assert found(lab_of(release("pot"), release("tea", releaseName="pot")), "HL274") == [
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: it installs the release pot in app, which"
        " HelmRelease.helm.toolkit.fluxcd.io app/pot installs, too; give one of them another spec.releaseName",
    ]


@pytest.mark.parametrize(("most", "kept"), [(0, "every record is"), (50, "50 records are")])
def test_too_many_records(most: int, kept: str) -> None:
    assert found(lab_of(release("tea", maxHistory=most)), "HL274") == [
        f"app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.maxHistory is {most}, so that {kept} kept;"
        " write 1 to 10, or leave it out",
    ]


def test_releases_of_their_own() -> None:
    lab = lab_of(release("pot"), release("tea", maxHistory=3), release("other", "kube-system", releaseName="tea"))
    assert found(lab, "HL274") == []


def test_the_name_that_flux_makes_of_a_target() -> None:
    lab = lab_of(release("tea"), release("tea", "kube-system", targetNamespace="app"))
    assert found(lab, "HL274") == []


def test_two_that_keep_their_records_in_one_place() -> None:
    lab = lab_of(
        release("pot", targetNamespace="one", storageNamespace="app", releaseName="tea"),
        release("tea", targetNamespace="two"),
        release("cup", targetNamespace="two", releaseName="tea"),
    )
    assert found(lab, "HL274") == [
        "app/helmrelease-cup: HelmRelease.helm.toolkit.fluxcd.io app/cup: it keeps the records of the release tea in app,"
        " which HelmRelease.helm.toolkit.fluxcd.io app/pot keeps, too; give one of them another spec.releaseName",
    ]


def test_a_name_that_flux_shortens_is_that_short_one() -> None:
    """53 characters at most: the first 40, and twelve of its hash."""
    long = "a" * 60
    short = f"{'a' * 40}-11ee391211c6"
    assert found(lab_of(release("pot", releaseName=long), release("tea", releaseName=short)), "HL274") == [
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: it installs the release"
        f" {short} in app, which HelmRelease.helm.toolkit.fluxcd.io app/pot installs, too; give one of them another"
        " spec.releaseName",
    ]


@pytest.mark.parametrize("target", [5, None, [], {"a": 1}])
def test_a_target_that_is_no_text(target: object) -> None:
    assert found(lab_of(release("pot", targetNamespace=target)), "HL274") == []
