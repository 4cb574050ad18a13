"""`homelab check --tree`: a folder of manifests, whoever wrote them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands._lab import Run

FILES = {
    "cluster/apps.yaml": """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
""",
    "apps/kustomization.yaml": """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: tea
resources: [tea.yaml]
""",
    "apps/tea.yaml": """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {colour: green}
---
apiVersion: v1
kind: Service
metadata: {name: tea}
spec: {selector: {app: tea}, ports: [{port: 80}, {port: "a"}]}
""",
    "notes.yaml": "just: notes\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "cluster-repository" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "cluster-repository"


def test_it_is_read_as_flux_does_and_needs_no_lab(run: Run, tree: Path) -> None:
    result = run("check", "--tree", tree)
    assert result.exit_code == 1
    assert not result.stderr
    # THEN the finding stands below its file and line, in the Kustomization that applies it, with the namespace of the listing
    assert "apps/tea.yaml:6 apps/" in result.stdout
    assert "error HL150 Service tea/tea\n" in result.stdout
    # AND what was left aside is counted
    assert result.stdout.splitlines()[-1].startswith("3 objects, ")
    assert result.stdout.splitlines()[-1].endswith(", 1 left aside")


def test_for_programs(run: Run, tree: Path, tmp_path: Path) -> None:
    result = run("check", "--tree", tree, "--json", "--sarif", tmp_path / "report.sarif")
    data = json.loads(result.stdout)
    assert {"HL150"} <= {finding["code"] for finding in data["findings"]}
    assert data["leftAside"] == ["notes.yaml:1: it is no Kubernetes object: it has no apiVersion"]
    sarif = json.loads((tmp_path / "report.sarif").read_text(encoding="utf-8"))
    places = [result["locations"][0]["physicalLocation"] for result in sarif["runs"][0]["results"]]
    assert "apps/tea.yaml" in {place["artifactLocation"]["uri"] for place in places}


def test_rules_are_left_out_by_code_or_name(run: Run, tree: Path) -> None:
    result = run("check", "--tree", tree, "--without", "hl150", "--without", "every_service_reaches_pods", "--json")
    data = json.loads(result.stdout)
    assert not {"HL150", "HL609"} & {finding["code"] for finding in data["findings"]}
    assert {rule["code"] for rule in data["rules"] if rule["outcome"] is None} >= {"HL150"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--without", "HL15"], "no rule has the code 'HL15'; did you mean HL1"),
        (["--against"], "--tree looks at objects alone; leave out --against, --ledger, --crds and --rendered"),
        (["--ledger"], "--tree looks at objects alone; leave out --against, --ledger, --crds and --rendered"),
    ],
)
def test_what_does_not_go_together(run: Run, tree: Path, arguments: list[str], message: str) -> None:
    result = run("check", "--tree", tree, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_in_a_lab_no_rule_is_left_out(run: Run, lab_repository: Path) -> None:
    result = run("check", "-C", lab_repository, "--without", "HL150")
    assert result.exit_code == 2
    assert "`accept` in homelab.yaml takes one finding at a time, with a reason" in result.stderr
