"""A value that no default describes is open where the chart passes it on, and refused where it changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.lock import Renderer
from tests.lock._charts import problems, release, run, write_chart

VALUES = """
config:
  server: {port: 22}
"""
PASSED_ON = """
apiVersion: v1
kind: ConfigMap
metadata: {name: x}
data:
{{- range $section, $keys := .Values.config }}
  {{ $section }}: {{ $keys | toJson | quote }}
{{- end }}
"""
PICKED = """
apiVersion: v1
kind: ConfigMap
metadata: {name: x}
data: {port: {{ .Values.config.server.port | quote }}}
"""
RANDOM = PICKED + "\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: y}\nstringData: {a: {{ randAlphaNum 20 }}}\n"

SET = {"config": {"service": {"DISABLE": True}}}


def test_what_the_chart_passes_on_is_open(tmp_path: Path, library: Renderer) -> None:
    write_chart(tmp_path, values=VALUES, templates={"x.yaml": PASSED_ON})
    report = run(tmp_path, library, [release(values=SET)])
    assert problems(report) == []
    assert report.open_paths == (("demo", "config.service.DISABLE"),)


@pytest.mark.parametrize("template", [PICKED, RANDOM], ids=["stable", "random"])
def test_what_changes_nothing_is_refused(tmp_path: Path, library: Renderer, template: str) -> None:
    write_chart(tmp_path, values=VALUES, templates={"x.yaml": template})
    report = run(tmp_path, library, [release(values=SET)])
    assert problems(report) == [
        "demo: values.config.service: the chart has no such value (demo 1.2.3); did you mean config.server?"
    ]


def test_of_a_chart_that_does_not_render_only_that_is_said(tmp_path: Path, library: Renderer) -> None:
    failing = PASSED_ON + '\n{{ fail "no" }}\n'
    write_chart(tmp_path, values=VALUES, templates={"x.yaml": failing})
    (problem,) = problems(run(tmp_path, library, [release(values=SET)]))
    assert "no such value" not in problem
