"""The charts of real projects, from the folder that `HOMELAB_CHARTS` names; their CRDs from the shared data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from homelab_cdk._yaml_documents import documents, load
from homelab_cdk.lock import Renderer
from homelab_cdk.lock._resources import ResourceJudge
from homelab_cdk.model import ChartPin, GroupKind, Release
from homelab_cdk.schemas import CelRules, CrdIndex
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
