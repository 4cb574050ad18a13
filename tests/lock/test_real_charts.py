"""The charts of real projects, from the folder that `HOMELAB_CHARTS` names; their CRDs from the shared data."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from homelab_cdk._errors import BuildError
from homelab_cdk._yaml_documents import documents, load
from homelab_cdk.commands._proving import prove_until_stable
from homelab_cdk.commands.ship import config_for
from homelab_cdk.components import load_components
from homelab_cdk.constructs import Component, OutputBook, components
from homelab_cdk.lock import ChartStore, Renderer
from homelab_cdk.lock._resources import ResourceJudge
from homelab_cdk.model import ChartPin, GroupKind, Lock, Release
from homelab_cdk.schemas import CelRules, CrdIndex
from homelab_cdk.synth._build import build_lab
from tests.labs import units_of
from tests.lock._charts import problems, run


@pytest.fixture(scope="module")
def real_charts() -> Path:
    """The folder with the sources of real charts."""
    folder = os.environ.get("HOMELAB_CHARTS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("HOMELAB_CHARTS names no folder with the sources of real charts")
    return Path(folder)


def _releases(folder: Path) -> list[Release]:
    """Every chart of the folder with values that leave out what is missing in it."""
    values: dict[str, dict[str, object]] = {
        "metallb": {"frrk8s": {"enabled": False}},
        "cert-manager": {"crds": {"enabled": True}},
        "gitea": {name: {"enabled": False} for name in ("postgresql-ha", "valkey-cluster", "postgresql", "valkey")},
    }
    result = []
    for chart in sorted(item for item in folder.iterdir() if (item / "Chart.yaml").is_file()):
        version = str(yaml.safe_load((chart / "Chart.yaml").read_text())["version"])
        pin = ChartPin(name=chart.name, version=version, repository="https://charts.example.com")
        name = chart.name
        result.append(Release(construct=name, chart=pin, name=name, namespace=name, values=values.get(name, {})))
    return result


def test_command_and_library_agree_on_every_chart(real_charts: Path, command: Renderer, library: Renderer) -> None:
    left = run(real_charts, command, _releases(real_charts))
    right = run(real_charts, library, _releases(real_charts))
    assert problems(left) == problems(right)
    assert left.entries == right.entries
    assert left.entries, "the folder holds charts"


BY_HELM_ALONE = {
    "calico": "before Flux can run, and there only Helm can install it",
    "cert-manager": "Job cert-manager-startupapicheck (post-install)",
    "flux": "only Helm can install Flux before it is there",
    "gitea": "renders Secrets with values, which would stand in Git: Secret gitea/gitea (config_environment.sh)",
    "kube-prometheus-stack": "Secret monitoring/alertmanager-kube-prometheus-stack (alertmanager.yaml)",
    "longhorn": "Job longhorn-post-upgrade (post-upgrade), Job longhorn-uninstall (pre-delete)",
    "seaweedfs": "has hooks, which only Helm runs: Secret seaweedfs-sftp-secret (pre-install, pre-upgrade)",
}
"""Components whose charts cannot be delivered as plain manifests with default options, and why; every other one can."""


def test_every_component_without_hooks_can_be_delivered_as_manifests(real_charts: Path, library: Renderer) -> None:
    load_components()
    store = ChartStore(real_charts, real_charts / ".cache", renderer=library)
    told: dict[str, str] = {}
    for kind in components():
        if kind.info.charts:
            told[kind.info.name] = _delivered(kind, store, library)
    refused = {name: text for name, text in told.items() if text}
    assert refused.keys() == BY_HELM_ALONE.keys()
    assert all(BY_HELM_ALONE[name] in text for name, text in refused.items())


def _delivered(kind: type[Component], store: ChartStore, renderer: Renderer) -> str:
    """Why a component cannot be delivered as plain manifests; empty where the lab stands in order with them."""
    config = config_for(kind)
    choices = tuple(
        replace(item, options={**item.options, "delivery": "rendered"}) if item.choice == kind.info.name else item
        for item in config.components
    )
    config = replace(config, components=choices)
    try:
        report = prove_until_stable(config, Lock(), apps=None, store=store, renderer=renderer)
    except BuildError as error:
        return str(error)
    if report.problems:
        return "\n".join(map(str, report.problems))
    lab = build_lab(config, lock=Lock(entries=report.entries), outputs=OutputBook(fresh=report.outputs))
    assert report.outputs, f"{kind.info.name} has nothing in the tree"
    units = units_of(lab)
    charts = [chart for chart in lab.unit_charts if any(release.in_tree for release in chart.releases)]
    shown = {item.key.kind for unit in units.values() if unit.chart in charts for item in unit.items}
    assert "HelmRelease" not in shown
    return ""


FIRST_LAB = ("gateway-api", "metallb", "cert-manager", "traefik", "external-secrets", "cloudnative-pg")


def test_every_cel_rule_of_the_first_lab_compiles(shared_dir: Path) -> None:
    cel = pytest.importorskip("cel", reason="the extra `lock` is not installed")
    refused = set()
    count = 0
    files = [file for name in FIRST_LAB for file in shared_dir.glob(f"charts/{name}/crds/**/*.yaml")]
    for file in sorted([*files, *shared_dir.glob("crds/flux/*.yaml")]):
        text = file.read_text(encoding="utf-8")
        if "x-kubernetes-validations" not in text:
            continue
        for body in documents(text):
            for rule in _rules(body):
                count += 1
                try:
                    cel.compile(rule)
                except ValueError:
                    refused.add(rule)
    assert count > 400
    assert refused == set()


def _rules(node: object) -> list[str]:
    if isinstance(node, dict):
        own = node.get("x-kubernetes-validations")
        mine = [str(rule["rule"]) for rule in own] if isinstance(own, list) else []
        return mine + [rule for item in node.values() for rule in _rules(item)]
    return [rule for item in node for rule in _rules(item)] if isinstance(node, list) else []


def test_the_example_resources_are_valid_with_their_rules(shared_dir: Path) -> None:
    pytest.importorskip("cel", reason="the extra `lock` is not installed")
    examples = list(documents((shared_dir / "charts/_examples/cr-examples.yaml").read_text(encoding="utf-8")))
    bodies = [body for body in examples if isinstance(body, dict)]
    wanted = {str(GroupKind.of(body).group) for body in bodies}
    crds = CrdIndex()
    for file in sorted(shared_dir.glob("charts/*/crds/**/*.yaml")):
        text = file.read_text(encoding="utf-8")
        if any(group in text for group in wanted):
            found = [load(part) for part in [text]] if "\n---" not in text else list(documents(text))
            crds.add(file.parent.parent.name, [item for item in found if isinstance(item, dict)])
    judge = ResourceJudge(crds)
    rules = CelRules()
    found = [
        str(finding)
        for body in bodies
        if GroupKind.of(body) in crds
        for finding, _ in judge.judge("example", body, rules)
    ]
    assert found == []
    assert len(rules.evaluated) > 20
