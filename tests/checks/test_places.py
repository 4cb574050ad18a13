"""Which line of the lab's sources a finding comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.checks import accept, examine
from homelab_cdk.checks._places import place_of
from homelab_cdk.config import parse_config
from homelab_cdk.model import Place
from homelab_cdk.order import Built
from homelab_cdk.synth._run import Collected, collect_config, order_lab

LAB = b"""\
version: 1
name: homelab
domain: home.example.com
nodes:
  node-1: {address: 192.168.1.11, roles: [server], cores: 8, memory: 32Gi}
networks: {node: 192.168.1.0/24, loadBalancer: [192.168.1.200-192.168.1.220]}
git: {url: https://git.example.com/me/homelab.git}
loadBalancer: metallb
ingress:
  traefik: {}
certificates: cert-manager
"""

SHARED = """\
def add_config(chart, name):
    return chart.add_manifest({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}})
"""

TEA = """\
from homelab_cdk import UnitChart, WebApp
from homelab_cdk.checks import accept

from ._shared import add_config


def build(lab):
    chart = UnitChart(lab, "tea")
    chart.add_namespace()
    for name in ("green", "black"):
        add_config(chart, name)
    cup = WebApp(lab, "cup", image="registry.example.com/cup:1.2.3")
    cup.add_route()
    accept(
        cup, "HL603", object="Deployment.apps cup/cup", reason="none needed"
    )
"""

MILK = """\
# The first document has a comment.
apiVersion: v1
kind: ConfigMap
metadata: {name: whole}
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: skimmed}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("lab")
    (root / "apps/milk").mkdir(parents=True)
    (root / "apps/_shared.py").write_text(SHARED)
    (root / "apps/tea.py").write_text(TEA)
    (root / "apps/milk/milk.yaml").write_text(MILK)
    return order_lab(collect_config(parse_config(LAB), root))


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("tea", "apps/tea.py:8"),
        ("tea/namespace-tea", "apps/tea.py:9"),
        # The innermost line of the applications: a helper of theirs, not of the library.
        ("tea/configmap-green", "apps/_shared.py:2"),
        ("cup/deployment-cup", "apps/tea.py:12"),
        ("cup/httproute-cup", "apps/tea.py:13"),
        # What is no construct of ours comes from what it stands in.
        ("cup/deployment-cup/foreign", "apps/tea.py:12"),
        ("milk/configmap-whole", "apps/milk/milk.yaml:2"),
        ("milk/configmap-skimmed", "apps/milk/milk.yaml:6"),
    ],
)
def test_the_line_of_an_application(built: Built, where: str, line: str) -> None:
    assert str(place_of(built, where)) == line


@pytest.mark.parametrize(
    ("where", "line"),
    [("metallb", "homelab.yaml:8:15"), ("traefik/helmrelease-traefik", "homelab.yaml:10:3")],
)
def test_the_answer_that_chose_a_component(built: Built, where: str, line: str) -> None:
    assert str(place_of(built, where)) == line


def test_a_key_of_the_lab_as_a_whole(built: Built) -> None:
    assert place_of(built, "lab", "networks.loadBalancer") == Place("homelab.yaml", 6, 34)
    assert place_of(built, "lab", "nothing of the file") is None


def test_what_nobody_asked_for_by_name_has_no_place(built: Built) -> None:
    # The ingress brings it along.
    assert place_of(built, "gateway-api") is None


def test_an_acceptance_in_an_application(built: Built) -> None:
    [finding] = [finding for finding in examine(built).findings if finding.code == "HL001"]
    assert str(finding.place) == "apps/tea.py:14"


def test_outside_of_the_applications_no_line_is_kept(built: Built) -> None:
    chart = built.lab.unit_charts[0]
    assert chart.source is None
    accept(chart, "HL603", object="none", reason="none needed")
    assert built.lab.surroundings.accepted[-1].place is None
    built.lab.surroundings.accepted.pop()


def test_where_the_repository_lies_does_not_matter(tmp_path: Path) -> None:
    root = tmp_path / "apps" / "of" / "mine"
    (root / "apps").mkdir(parents=True)
    (root / "apps/one.py").write_text(
        "def build(lab):\n    from homelab_cdk import UnitChart\n    UnitChart(lab, 'one')\n"
    )
    collected: Collected = collect_config(parse_config(LAB), root)
    one = next(chart for chart in collected.charts if chart.path == "one")
    assert one.source == ("apps/one.py", 3)
