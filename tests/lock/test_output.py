"""A release whose output stands in the tree: what is written, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from homelab_cdk.lock import Renderer
from homelab_cdk.model import Body, ObjectKey, output_digest, read_output
from tests.lock._charts import SERVICE, crd, problems, release, run, write_chart


def in_tree(folder: Path, renderer: Renderer, **values: Any) -> tuple[list[str], list[Body]]:
    """What is refused, and the objects where nothing is."""
    report = run(folder, renderer, [replace(release(values=values), in_tree=True)])
    if report.problems:
        assert report.outputs == {}
        return problems(report), []
    text = report.outputs["demo"]
    assert report.entries["demo"].output == output_digest(text)
    return [], read_output(text)


def test_a_chart_without_hooks_is_its_objects_in_their_namespaces(tmp_path: Path, renderer: Renderer) -> None:
    role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: reader}\nrules: []\n"
    world = "apiVersion: demo.example.com/v1\nkind: World\nmetadata: {name: a}\n"
    widget = "apiVersion: demo.example.com/v1\nkind: Widget\nmetadata: {name: b, creationTimestamp: null}\n"
    write_chart(
        tmp_path,
        templates={"service.yaml": SERVICE, "role.yaml": role, "world.yaml": world, "widget.yaml": widget},
        crds={
            "widget.yaml": crd("Widget", {"type": "object"}),
            "world.yaml": crd("World", {"type": "object"}, scope="Cluster"),
        },
    )
    refused, bodies = in_tree(tmp_path, renderer, port=81)
    assert refused == []
    assert [ObjectKey.of(body) for body in bodies] == [
        ObjectKey("", "Service", "demo-system", "demo"),
        ObjectKey("apiextensions.k8s.io", "CustomResourceDefinition", "", "widgets.demo.example.com"),
        ObjectKey("apiextensions.k8s.io", "CustomResourceDefinition", "", "worlds.demo.example.com"),
        ObjectKey("demo.example.com", "Widget", "demo-system", "b"),
        ObjectKey("demo.example.com", "World", "", "a"),
        ObjectKey("rbac.authorization.k8s.io", "ClusterRole", "", "reader"),
    ]
    assert bodies[0]["spec"]["ports"] == [{"port": 81, "targetPort": "http"}]
    assert bodies[1]["metadata"]["annotations"] == {"kustomize.toolkit.fluxcd.io/prune": "disabled"}
    assert "creationTimestamp" not in bodies[3]["metadata"]


def test_the_same_chart_by_helm_has_no_output(tmp_path: Path, library: Renderer) -> None:
    write_chart(tmp_path)
    report = run(tmp_path, library, [release()])
    assert (report.outputs, report.entries["demo"].output) == ({}, "")


HOOK = 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: %s, annotations: {"helm.sh/hook": "%s"}}\nspec: {}\n'


def test_hooks_are_refused_by_name(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(
        tmp_path, templates={"a.yaml": HOOK % ("clean", "pre-delete"), "b.yaml": HOOK % ("fill", "post-install")}
    )
    assert in_tree(tmp_path, renderer)[0] == [
        "demo: delivery: demo 1.2.3 has hooks, which only Helm runs: Job clean (pre-delete), Job fill (post-install);"
        " turn them off in the values, or use `delivery: helm`"
    ]


def test_tests_are_left_out(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(tmp_path, templates={"service.yaml": SERVICE, "test.yaml": HOOK % ("try", "test")})
    refused, bodies = in_tree(tmp_path, renderer)
    assert refused == []
    assert [body["kind"] for body in bodies] == ["Service"]


@pytest.mark.parametrize(
    "value",
    ["{{ randAlphaNum 20 | quote }}", "{{ now | date `15:04:05` | quote }}"],
    ids=["random", "the time of day"],
)
def test_values_that_change_by_themselves_are_refused(tmp_path: Path, library: Renderer, value: str) -> None:
    text = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: fresh}}\ndata: {{x: {value}}}\n"
    write_chart(tmp_path, templates={"x.yaml": text, "service.yaml": SERVICE})
    assert in_tree(tmp_path, library)[0] == [
        "demo: delivery: demo 1.2.3 renders what differs each time: ConfigMap demo-system/fresh; set the values that it"
        " draws or computes, or use `delivery: helm`"
    ]


def test_secrets_with_values_are_refused_and_empty_ones_not(tmp_path: Path, renderer: Renderer) -> None:
    full = "apiVersion: v1\nkind: Secret\nmetadata: {name: full}\ndata: {a: eA==}\nstringData: {b: x}\n"
    empty = "apiVersion: v1\nkind: Secret\nmetadata: {name: empty}\ndata: {a: ''}\n"
    write_chart(tmp_path, templates={"full.yaml": full, "empty.yaml": empty})
    assert in_tree(tmp_path, renderer)[0] == [
        "demo: delivery: demo 1.2.3 renders Secrets with values, which would stand in Git: Secret demo-system/full (a, b);"
        " give it an existing Secret (a credential of the lab) in the values, or use `delivery: helm`"
    ]
    (tmp_path / "demo/templates/full.yaml").unlink()
    assert [body["metadata"]["name"] for body in in_tree(tmp_path, renderer)[1]] == ["empty"]


def test_an_object_without_a_name_is_refused(tmp_path: Path, library: Renderer) -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: x-}\n"
    write_chart(tmp_path, templates={"x.yaml": text})
    [problem] = in_tree(tmp_path, library)[0]
    assert "renders objects without a name: ConfigMap" in problem


WEBHOOK = """
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: demo}
webhooks:
  - {name: a.example.com, clientConfig: {caBundle: Cg==, service: {name: a, namespace: b}}, rules: []}
  - {name: b.example.com, clientConfig: {caBundle: "", service: {name: a, namespace: b}}, rules: []}
  - {name: c.example.com, clientConfig: {caBundle: UkVBTA==, service: {name: a, namespace: b}}, rules: []}
---
apiVersion: batch/v1
kind: Job
metadata: {name: once, annotations: {"helm.sh/resource-policy": keep}}
spec: {template: {spec: {containers: [{name: x, image: "x:1"}]}}}
"""


def test_what_flux_would_fight_over_is_put_right(tmp_path: Path, renderer: Renderer) -> None:
    # GIVEN CA bundles that a controller fills, and a Job that cannot be changed
    write_chart(tmp_path, templates={"x.yaml": WEBHOOK})
    _, [webhooks, job] = in_tree(tmp_path, renderer)
    # THEN empty ones are left to it, and the Job is made anew where it differs, and kept as the chart says
    assert [item["clientConfig"].get("caBundle") for item in webhooks["webhooks"]] == [None, None, "UkVBTA=="]
    assert job["metadata"]["annotations"] == {
        "kustomize.toolkit.fluxcd.io/force": "enabled",
        "kustomize.toolkit.fluxcd.io/prune": "disabled",
    }
