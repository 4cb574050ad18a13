from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from homelab_cdk.lock import Renderer
from homelab_cdk.model import Body, resources_fingerprint
from tests.lock._charts import crd, problems, release, run, write_chart

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "spec": {
            "type": "object",
            "required": ["size"],
            "properties": {
                "size": {"type": "integer", "minimum": 1},
                "port": {"x-kubernetes-int-or-string": True},
                "mode": {"type": "string", "enum": ["one", "two"], "default": "one"},
                "note": {"type": "string", "nullable": True},
                "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "choice": {
                    "type": "object",
                    "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
                    "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
                },
                "hex": {"type": "string", "pattern": r"^\PC*$"},
            },
        }
    },
}


def widget(spec: dict[str, Any], **metadata: Any) -> Body:
    return {
        "apiVersion": "demo.example.com/v1",
        "kind": "Widget",
        "metadata": {"name": "a", "namespace": "x", **metadata},
        "spec": spec,
    }


@pytest.fixture
def charts(tmp_path: Path) -> Path:
    cluster = crd("World", {"type": "object"}, scope="Cluster")
    write_chart(tmp_path, crds={"widget.yaml": crd("Widget", SCHEMA), "world.yaml": cluster})
    return tmp_path


@pytest.mark.parametrize(
    "body",
    [
        widget({"size": 1}),
        widget({"size": 1, "port": 80, "mode": "two", "note": None}),
        widget({"size": 1, "port": "http", "free": {"any": {"thing": [1]}}, "labels": {"a": "b"}}),
        widget({"size": 1, "mode": None}),
        widget({"size": 1, "choice": {"a": "x"}, "hex": "é"}),
        {"apiVersion": "demo.example.com/v1", "kind": "World", "metadata": {"name": "a"}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "any": "thing"},
        {"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease", "metadata": {"name": "a"}},
        {"apiVersion": "fluxcd.controlplane.io/v1", "kind": "FluxInstance", "metadata": {"name": "a"}},
    ],
)
def test_a_valid_object_is_accepted(charts: Path, library: Renderer, body: Body) -> None:
    assert problems(run(charts, library, [release()], [body])) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (widget({"size": 0}), "app: Widget a: spec.size: 0 is less than the minimum of 1; keep within that limit"),
        (
            widget({"size": "1"}),
            "app: Widget a: spec.size: has to be of type integer, got the text '1'; write it without quotes",
        ),
        (widget({}), "app: Widget a: spec: lacks size; add it"),
        (
            widget({"size": 1, "mod": "one"}),
            "app: Widget a: spec.mod: there is no such field; did you mean spec.mode?",
        ),
        (
            widget({"size": 1, "mode": "three"}),
            "app: Widget a: spec.mode: got the text 'three', allowed is one, two; write one of those",
        ),
        (
            widget({"size": 1, "choice": {"a": "x", "c": "y"}}),
            "app: Widget a: spec.choice.c: there is no such field; known here: a, b",
        ),
        (
            widget({"size": 1, "labels": {"a": 1}}),
            "app: Widget a: spec.labels.a: has to be of type string, got the number 1; write it as a text, in quotes",
        ),
        (
            widget({"size": 1}, label={"a": "b"}),
            "app: Widget a: metadata.label: there is no such field; did you mean metadata.labels?",
        ),
        (
            widget({"size": 1}, name="A_b"),
            "app: Widget A_b: metadata.name: 'A_b' is not a DNS name in lower case; write at most 253 of the letters a to z,"
            " digits, '-' and '.', with a letter or digit at both ends",
        ),
        (
            widget({"size": 1}, namespace=""),
            "app: Widget a: metadata.namespace: is missing, and a Widget lives in a namespace; add it",
        ),
        (
            {"apiVersion": "demo.example.com/v1", "kind": "World", "metadata": {"name": "a", "namespace": "b"}},
            "app: World a: metadata.namespace: is set, and a World lives in no namespace; leave it out",
        ),
        (
            {**widget({"size": 1}), "apiVersion": "demo.example.com/v1alpha1"},
            "app: Widget a: apiVersion: demo.example.com/v1alpha1 is not served; write apiVersion: demo.example.com/v1",
        ),
        (
            {**widget({"size": 1}), "kind": "Wigdet"},
            "app: Wigdet a: no chart of the lab brings a CRD for Wigdet.demo.example.com; did you mean Widget?",
        ),
        (
            {**widget({"size": 1}), "apiVersion": "other.example.com/v1"},
            "app: Widget a: no chart of the lab brings a CRD for Widget.other.example.com;"
            " did you mean Widget.demo.example.com?",
        ),
        (
            {"apiVersion": "other.example.com/v1", "kind": "Thing", "metadata": {"name": "a"}},
            "app: Thing a: no chart of the lab brings a CRD for Thing.other.example.com;"
            " add the component that brings it",
        ),
    ],
)
def test_an_invalid_object_is_refused_with_its_path(charts: Path, library: Renderer, body: Body, message: str) -> None:
    assert problems(run(charts, library, [release()], [body])) == [message]


def test_a_chart_whose_resources_are_refused_is_not_proven(charts: Path, library: Renderer) -> None:
    write_chart(charts, name="other")
    report = run(charts, library, [release(), release("other")], [widget({})])
    assert list(report.entries) == ["other"]


def test_the_entry_counts_its_resources_and_carries_their_fingerprint(charts: Path, library: Renderer) -> None:
    bodies = [widget({"size": 1}), widget({"size": 2}, name="b"), {"apiVersion": "v1", "kind": "Namespace"}]
    entry = run(charts, library, [release()], bodies).entries["demo"]
    assert entry.custom_resources == 2
    assert entry.resources == resources_fingerprint(reversed(bodies), entry.facts)
    assert entry.resources != resources_fingerprint(bodies[:1], entry.facts)


def test_where_a_chart_cannot_be_rendered_its_kinds_are_not_reported_too(tmp_path: Path, library: Renderer) -> None:
    write_chart(tmp_path, templates={"x.yaml": '{{ fail "no way" }}'})
    [problem] = problems(run(tmp_path, library, [release()], [widget({"size": 1})]))
    assert "no way" in problem


def test_what_a_chart_renders_wrong_by_itself_is_told_and_does_not_block(charts: Path, library: Renderer) -> None:
    text = "apiVersion: demo.example.com/v1\nkind: Widget\nmetadata: {name: own}\nspec: {size: one}\n"
    write_chart(charts, name="other", templates={"x.yaml": text})
    report = run(charts, library, [release(), release("other")])
    assert problems(report) == []
    assert [str(note) for note in report.notes] == [
        "other: Widget own: spec.size: the chart itself renders it wrong: has to be of type integer, got the text 'one'"
    ]


def test_what_the_values_make_wrong_in_what_a_chart_renders_is_refused(charts: Path, library: Renderer) -> None:
    text = "apiVersion: demo.example.com/v1\nkind: Widget\nmetadata: {name: own}\nspec: {{ toJson .Values.widget }}\n"
    write_chart(charts, name="other", values="parts: {}\nwidget: {}\n", templates={"x.yaml": text})
    values = {"widget": {"size": "one", "sise": 1}}
    report = run(charts, library, [release(), release("other", values)])
    assert list(report.entries) == ["demo"]
    assert problems(report) == [
        "other: Widget own: spec.sise: there is no such field (set by values.widget.sise); did you mean spec.size?",
        "other: Widget own: spec.size: has to be of type integer, got the text 'one' (set by values.widget.size); write"
        " a whole number",
    ]


def test_what_a_chart_passes_on_is_described_by_the_crd(charts: Path, library: Renderer) -> None:
    text = "apiVersion: demo.example.com/v1\nkind: Widget\nmetadata: {name: own}\nspec: {{ toJson .Values.widget }}\n"
    about = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\ndata: {{ toJson .Values.data }}\n"
    write_chart(charts, name="other", values="widget: {a: 1}\ndata: {a: b}\n", templates={"x.yaml": text + about})
    values = {"widget": {"a": None, "size": 3}, "data": {"size": "3"}}
    paths = run(charts, library, [release(), release("other", values)]).entries["other"].paths
    assert (paths.typed, paths.open) == (1, ("data.size",))


def test_a_kind_that_a_chart_renders_and_nobody_brings_fails_its_release(tmp_path: Path, library: Renderer) -> None:
    text = "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: own}\n"
    write_chart(tmp_path, templates={"x.yaml": text})
    assert problems(run(tmp_path, library, [release()])) == [
        "demo: ServiceMonitor own: the chart renders it and no chart of the lab brings a CRD for"
        " ServiceMonitor.monitoring.coreos.com; add the component that brings it, or turn it off in the values"
    ]
