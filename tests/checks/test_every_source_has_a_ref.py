from __future__ import annotations

from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing


def source(kind: str, **spec: object) -> Body:
    return thing("source.toolkit.fluxcd.io/v1", kind, namespace="app", spec=spec)


def test_a_repository_without_branch() -> None:
    assert found(lab_of(source("GitRepository", url="https://git.example.com/me/tea.git")), "HL205") == [
        "app/gitrepository-one: GitRepository.source.toolkit.fluxcd.io app/one: spec.ref names none of commit, name,"
        " semver, tag, branch, so Flux takes the branch master; name one",
    ]


def test_an_artifact_without_tag() -> None:
    assert found(lab_of(source("OCIRepository", ref={"semverFilter": ".*"})), "HL205") == [
        "app/ocirepository-one: OCIRepository.source.toolkit.fluxcd.io app/one: spec.ref names none of digest,"
        " semver, tag, so Flux takes the tag latest; name one",
    ]


def test_sources_that_say_what_they_read() -> None:
    lab = lab_of(source("GitRepository", ref={"branch": "main"}), source("OCIRepository", ref={"tag": "1.2.3"}))
    assert found(lab, "HL205") == []
