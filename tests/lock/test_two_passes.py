from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.lock import Renderer
from tests.lock._charts import crd, problems, release, run, write_chart

ASKS = """
{{- if not (.Capabilities.APIVersions.Has "demo.example.com/v1/Widget") }}{{ fail "needs the CRD Widget" }}{{ end }}
apiVersion: v1
kind: ConfigMap
metadata: {name: x}
data: {kubernetes: {{ .Capabilities.KubeVersion.Version }}, apps: {{ .Capabilities.APIVersions.Has "apps/v1" | quote }}}
"""


def test_a_chart_sees_the_crds_that_the_other_charts_bring(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(tmp_path, name="asks", templates={"x.yaml": ASKS})
    write_chart(tmp_path, name="brings", templates={"x.yaml": crd("Widget", {"type": "object"})})
    report = run(tmp_path, renderer, [release("asks"), release("brings")])
    assert problems(report) == []
    assert [key.name for key in report.entries["asks"].facts.objects] == ["x"]
    assert report.notes == (), "a different answer about CRDs is no randomness"


def test_without_them_its_own_message_comes_through(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(tmp_path, name="asks", templates={"x.yaml": ASKS})
    [problem] = problems(run(tmp_path, renderer, [release("asks")]))
    assert problem.startswith("asks: ")
    assert "needs the CRD Widget" in problem


def test_one_chart_that_fails_does_not_hide_the_others(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(tmp_path, name="broken", templates={"x.yaml": "{{ fail `broken on purpose` }}"})
    write_chart(tmp_path)
    report = run(tmp_path, renderer, [release("broken"), release("nowhere"), release()])
    assert list(report.entries) == ["demo"]
    assert [finding.construct for finding in report.problems] == ["broken", "nowhere"]
    assert set(report.seconds) == {"broken", "nowhere", "demo"}


def test_progress_tells_each_release(tmp_path: Path, library: Renderer) -> None:
    from homelab_cdk.lock import ChartStore, prove

    write_chart(tmp_path)
    told: list[tuple[str, str]] = []
    store = ChartStore(tmp_path, tmp_path / "cache", renderer=library)
    prove(
        [release()],
        [],
        store=store,
        renderer=library,
        kubernetes="1.36",
        progress=lambda construct, what: told.append((construct, what)),
    )
    steps = ("reading", "rendering", "accounting for values", "rendering again", "reading facts", "checking")
    assert told == [("demo", what) for what in steps]


def test_a_chart_sees_the_kinds_that_kubernetes_serves(tmp_path: Path, library: Renderer) -> None:
    # GIVEN a chart that asks for a kind, as many do for disruption budgets
    pytest.importorskip("kubernetes_validate", reason="kubernetes-validate knows the kinds of Kubernetes")
    asks = """
{{- if not (.Capabilities.APIVersions.Has "policy/v1/PodDisruptionBudget") }}{{ fail "too old" }}{{ end }}
apiVersion: v1
kind: ConfigMap
metadata: {name: x}
"""
    write_chart(tmp_path, templates={"x.yaml": asks})
    # WHEN it is proven THEN it finds what it will find in the cluster
    assert problems(run(tmp_path, library, [release()])) == []
