"""`homelab explain`: finding the object that is meant, and telling why it is as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands._lab import LAB, Run

RELEASE = "generated/delivery/gitea/gitea/helmrelease-gitea.yaml"


@pytest.mark.parametrize(
    "asked",
    [
        RELEASE,
        f"./{RELEASE}",
        "helmrelease/gitea",
        "HelmRelease/gitea/gitea",
        "gitea/helmrelease/gitea",
        "helmreleases.helm.toolkit.fluxcd.io/gitea",
        "hr/gitea",
        "gitea/helmrelease-gitea",
    ],
)
def test_an_object_has_many_names(run: Run, lab_repository: Path, asked: str) -> None:
    result = run("explain", asked, "-C", lab_repository)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("HelmRelease.helm.toolkit.fluxcd.io gitea in the namespace gitea\n")
    assert f"  file       {RELEASE}\n" in result.stdout


def test_a_file_is_found_from_the_current_folder(
    run: Run, lab_repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(lab_repository / "generated/delivery")
    result = run("explain", "gitea/gitea/helmrelease-gitea.yaml", "-C", "../..")
    assert result.exit_code == 0, result.stderr
    assert "made by    gitea/helmrelease-gitea" in result.stdout


def test_it_tells_component_unit_chart_and_options(run: Run, lab_repository: Path) -> None:
    text = run("explain", "helmrelease/gitea", "-C", lab_repository).stdout
    assert "made by    gitea/helmrelease-gitea\n" in text
    assert "component  Gitea: " in text
    lines = LAB.splitlines()
    assert f"chosen at  homelab.yaml:{lines.index('  gitea:') + 1}:3\n" in text
    assert "unit       gitea, applied by the Flux Kustomization flux-system/gitea\n" in text
    assert "chart      gitea 12.6.0 from oci://docker.gitea.com/charts/gitea\n" in text
    assert "facts      assumed: " in text
    given, default = (
        next(line.split() for line in text.splitlines() if line.strip().startswith(key))
        for key in ("storageSize", "adminUsername")
    )
    assert given[:4] == ["storageSize", "=", "20Gi", f"homelab.yaml:{lines.index('    storageSize: 20Gi') + 1}:5"]
    assert default[:4] == ["adminUsername", "=", "gitea_admin", "default"]


def test_it_tells_why_the_unit_waits(run: Run, lab_repository: Path) -> None:
    text = run("explain", "httproute/hello", "-C", lab_repository).stdout
    _, _, waits = text.partition("waits for\n")
    first, reason = waits.splitlines()[:2]
    assert first == "  gateway-api"
    assert "HTTPRoute.gateway.networking.k8s.io hello/hello" in reason
    assert "needs the CRD of HTTPRoute.gateway.networking.k8s.io" in reason


def test_patches_are_told_with_their_reason(run: Run, lab_repository: Path) -> None:
    text = run("explain", "namespace/gitea", "-C", lab_repository).stdout
    assert "patches\n  add /metadata/labels/team: costs are counted by team\n" in text


def test_what_another_component_brings_says_so(run: Run, lab_repository: Path) -> None:
    text = run("explain", "helmrelease/cloudnative-pg", "-C", lab_repository).stdout
    assert "brought by  postgresql\n" in text


def test_an_object_of_an_app_names_the_app(run: Run, lab_repository: Path) -> None:
    text = run("explain", "deployment/hello", "-C", lab_repository).stdout
    assert "  app      hello\n" in text
    assert "options of its component" not in text


@pytest.mark.parametrize(
    "asked", ["hello", "unit/hello", "kustomization/hello", "generated/flux-system/kustomization-hello.yaml"]
)
def test_a_unit_has_many_names(run: Run, lab_repository: Path, asked: str) -> None:
    text = run("explain", asked, "-C", lab_repository).stdout
    assert text.startswith("unit hello, applied by the Flux Kustomization flux-system/hello\n")
    assert "folder   generated/apps/hello\n" in text


def test_what_a_chart_renders_leads_to_its_release(run: Run, lab_repository: Path) -> None:
    text = run("explain", "deployment/gitea", "-C", lab_repository).stdout
    assert text.startswith("deployment/gitea/gitea is rendered by the chart of this release:\n\nHelmRelease.")


def test_an_ambiguous_name_lists_what_it_may_mean(run: Run, lab_repository: Path) -> None:
    result = run("explain", "networkpolicy/default-deny", "-C", lab_repository)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: 'networkpolicy/default-deny' may mean\n")
    assert "  networkpolicy/gitea/default-deny\n" in result.stderr


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("helmrelease/gitae", "helmrelease/gitea/gitea"),
        ("generated/delivery/gitea/helmrelease-gitea.yaml", RELEASE),
    ],
)
def test_a_misspelt_name_is_told_what_was_meant(run: Run, lab_repository: Path, asked: str, meant: str) -> None:
    result = run("explain", asked, "-C", lab_repository)
    assert result.exit_code == 2
    assert "did you mean\n" in result.stderr
    assert f"  {meant}\n" in result.stderr


def test_a_name_near_to_nothing_says_where_to_look(run: Run, lab_repository: Path) -> None:
    result = run("explain", "zzzzzzzzzzzz", "-C", lab_repository)
    assert result.exit_code == 2
    assert "homelab graph" in result.stderr


def test_every_generated_object_can_be_explained_by_its_file(lab_repository: Path) -> None:
    from homelab_cdk.commands._lookup import Lookup
    from homelab_cdk.synth._run import build

    built = build(lab_repository)
    lookup = Lookup(built, lab_repository)
    files = {path.relative_to(lab_repository).as_posix() for path in lab_repository.glob("generated/*/**/*.yaml")}
    files = {file for file in files if not file.startswith("generated/hosts/")}
    found = [lookup.find(file) for file in sorted(files - {"generated/flux-system/kustomization.yaml"})]
    assert {item.item for item in found if item.item is not None} == set(built.items)


@pytest.mark.parametrize(
    "asked",
    [
        "generated/flux-system/kustomization.yaml",
        "generated/README.md",
        "generated/hosts/node-1/config.yaml",
        "flux/fluxinstance-flux.yaml",
    ],
)
def test_a_file_of_the_whole_lab_says_so(run: Run, lab_repository: Path, asked: str) -> None:
    result = run("explain", asked, "-C", lab_repository)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: {asked} is written for the lab as a whole")


def test_json_has_every_reason(run: Run, lab_repository: Path) -> None:
    told = json.loads(run("explain", "--json", "gitea", "-C", lab_repository).stdout)
    assert told["title"].startswith("unit gitea")
    assert max(map(len, told["waits"].values())) > 3
    assert {option["key"] for option in told["options"]} >= {"host", "storageSize", "patches"}
