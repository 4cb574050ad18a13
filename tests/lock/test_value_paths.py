from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from homelab_cdk.lock import Renderer
from tests.lock._charts import problems, release, run, write_chart

VALUES = """
replicas: 1
hostname: ""
level: info
ratio: 0.5
enabled: true
maxUnavailable: 1
storageClass:
args: []
modes: [fast]
hosts:
  - name: one
    port: 80
config: {}
resources: {}
nodeSelector: {}
tolerations: []
podAnnotations: {}
service:
  type: ClusterIP
  ports: {http: 80}
"""
TEMPLATE = """
apiVersion: v1
kind: ConfigMap
metadata: {name: x}
data: {a: {{ .Values.service.clusterIP | default "none" | quote }}, b: {{ .Values.resources.enabled | quote }}}
"""


@pytest.fixture
def charts(tmp_path: Path) -> Path:
    schema = {
        "type": "object",
        "properties": {
            "extra": {"type": "object", "additionalProperties": {"$ref": "#/definitions/port"}},
            "level": {"enum": ["info", "debug"]},
        },
        "definitions": {"port": {"type": "object", "properties": {"port": {"type": "integer"}}}},
    }
    write_chart(tmp_path, values=VALUES, templates={"x.yaml": TEMPLATE}, schema=schema)
    return tmp_path


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({"replicas": 2, "level": "debug", "ratio": 1, "enabled": False}, (4, 0, 0, ())),
        ({"service": {"type": "NodePort", "ports": {"http": 8080}}}, (2, 0, 0, ())),
        ({"hostname": "x"}, (1, 0, 0, ())),
        ({"resources": {"enabled": True, "limits": {"cpu": 1}}}, (1, 0, 1, ())),
        ({"maxUnavailable": "50%"}, (1, 0, 0, ())),
        ({"storageClass": "fast"}, (1, 0, 0, ())),
        ({"hostname": None, "args": [], "config": {}}, (3, 0, 0, ())),
        ({"args": ["--a", "--b"], "modes": ["slow"], "hosts": [{"name": "two", "port": 81}]}, (5, 0, 0, ())),
        ({"service": {"clusterIP": "10.0.0.1"}}, (1, 0, 0, ())),
        ({"extra": {"web": {"port": 80}}}, (0, 1, 0, ())),
        ({"resources": {"requests": {"cpu": "1", "memory": "1Gi"}}}, (0, 0, 2, ())),
        ({"nodeSelector": {"disk": "ssd"}, "podAnnotations": {"a/b": "c"}}, (0, 0, 2, ())),
        ({"tolerations": [{"key": "a", "operator": "Exists"}]}, (0, 0, 2, ())),
        ({"config": {"a": {"b": 1}, "c": "d"}}, (0, 0, 0, ("config.a.b", "config.c"))),
        ({"config": {"x.y": 1}}, (0, 0, 0, ('config."x.y"',))),
        ({"hosts": [{"weight": 1}], "args": [{"a": 1}]}, (0, 0, 0, ("args[0].a", "hosts[0].weight"))),
    ],
)
def test_each_path_is_accounted_for(
    charts: Path, library: Renderer, values: dict[str, Any], counts: tuple[int, int, int, tuple[str, ...]]
) -> None:
    report = run(charts, library, [release(values=values)])
    assert problems(report) == []
    found = report.entries["demo"].paths
    assert (found.known, found.typed, found.kubernetes, found.open) == counts
    assert found.total == counts[0] + counts[1] + counts[2] + len(counts[3])
    assert report.open_paths == tuple(("demo", path) for path in counts[3])


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"replica": 2},
            "demo: values.replica: the chart has no such value (demo 1.2.3); did you mean replicas?",
        ),
        (
            {"service": {"Type": "x"}},
            "demo: values.service.Type: the chart has no such value (demo 1.2.3); did you mean service.type?",
        ),
        (
            {"type": "NodePort"},
            "demo: values.type: the chart has no such value (demo 1.2.3); did you mean service.type?",
        ),
        (
            {"service": {"zzz": {"deep": 1}}},
            "demo: values.service.zzz: the chart has no such value (demo 1.2.3); known here: ports, type",
        ),
        (
            {"replicas": "2"},
            "demo: values.replicas: has to be a number as the chart's default 1, got the text '2' (demo 1.2.3)",
        ),
        (
            {"replicas": True},
            "demo: values.replicas: has to be a number as the chart's default 1, got the boolean true (demo 1.2.3)",
        ),
        (
            {"enabled": "yes"},
            "demo: values.enabled: has to be a boolean as the chart's default true, got the text 'yes' (demo 1.2.3)",
        ),
        (
            {"args": "--a"},
            "demo: values.args: has to be a list as the chart's default is one, got the text '--a' (demo 1.2.3)",
        ),
        ({"replicas": {"min": 1}}, "demo: values.replicas: holds a number in the chart, got a map (demo 1.2.3)"),
        ({"service": ["a"]}, "demo: values.service: holds a map in the chart, got a list (demo 1.2.3)"),
        ({"modes": [1]}, "demo: values.modes[0]: is an item of a list of text, got the number 1 (demo 1.2.3)"),
        (
            {"nodeSelector": {"gpu": True}},
            "demo: values.nodeSelector.gpu: has to be text, got the boolean true (demo 1.2.3); write it in quotes",
        ),
        (
            {"resources": {"limit": {"cpu": 1}}},
            "demo: values.resources.limit: Kubernetes has no such field here (demo 1.2.3);"
            " did you mean resources.limits?",
        ),
        (
            {"resources": {"limits": {"memmory": "1Gi"}}},
            "demo: values.resources.limits.memmory: Kubernetes knows no such resource (demo 1.2.3);"
            " did you mean resources.limits.memory?",
        ),
        (
            {"maxUnavailable": "some"},
            "demo: values.maxUnavailable: has to be a number as the chart's default 1,"
            " got the text 'some' (demo 1.2.3)",
        ),
        (
            {"tolerations": [{"keys": "a"}]},
            "demo: values.tolerations[0].keys: Kubernetes has no such field here (demo 1.2.3);"
            " did you mean tolerations[0].key?",
        ),
        ({"level": "loud"}, "demo: values.level: got the text 'loud', allowed is info, debug; write one of those"),
        ({"level": "Info"}, "demo: values.level: got the text 'Info', allowed is info, debug; did you mean info?"),
        (
            {"extra": {"web": {"port": "80"}}},
            "demo: values.extra.web.port: has to be of type integer, got the text '80'; write it without quotes",
        ),
    ],
)
def test_what_the_chart_does_not_know_is_refused(
    charts: Path, library: Renderer, values: dict[str, Any], message: str
) -> None:
    report = run(charts, library, [release(values=values)])
    assert message in problems(report)
    assert report.entries == {}, "what is not proven has no entry"


def test_kubernetes_types_are_checked_by_their_fields_without_the_extra(
    charts: Path, library: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from homelab_cdk.lock import _kubernetes

    monkeypatch.setattr(_kubernetes, "_definitions", lambda kubernetes: None)
    report = run(charts, library, [release(values={"resources": {"limit": {"cpu": 1}}})])
    assert "did you mean resources.limits?" in problems(report)[0]


def test_all_problems_come_at_once(charts: Path, library: Renderer) -> None:
    report = run(charts, library, [release(values={"replica": 2, "enabled": "yes", "ratio": "half"})])
    assert [finding.path for finding in report.problems] == ["values.enabled", "values.ratio", "values.replica"]


def test_what_the_schema_refuses_hides_what_rendering_would_tell(charts: Path, library: Renderer) -> None:
    # Helm renders nothing that a chart's schema refuses, so whether `replica` changes anything is not known yet.
    report = run(charts, library, [release(values={"replica": 2, "level": "loud"})])
    assert [finding.path for finding in report.problems] == ["values.level"]
