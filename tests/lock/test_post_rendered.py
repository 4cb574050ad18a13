"""Facts are those of what reaches the cluster: what a chart renders, with the patches that Flux applies to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from homelab_cdk.lock import Renderer
from homelab_cdk.model import Release
from tests.lock._charts import crd, problems, release, run, write_chart

DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: ui}
spec:
  template:
    metadata: {labels: {app: ui}}
    spec: {containers: [{name: ui, image: "ui:1"}]}
"""

RESOURCES = {"requests": {"cpu": "10m", "memory": "32Mi"}, "limits": {"memory": "64Mi"}}


def patched(*operations: dict[str, Any], kind: str = "Deployment", name: str = "ui", **more: str) -> Release:
    patch = {"kind": kind, "name": name, **more, "operations": list(operations)}
    return replace(release(), patches=(patch,))


ADD = {"op": "add", "path": "/spec/template/spec/containers/0/resources", "value": RESOURCES}


def test_what_a_patch_adds_is_a_fact(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(tmp_path, templates={"ui.yaml": DEPLOYMENT})
    report = run(tmp_path, renderer, [patched(ADD)])
    assert problems(report) == []
    [workload] = report.entries["demo"].facts.workloads
    assert (workload.containers[0].cpu_request, workload.containers[0].memory_limit) == (10, 64 * 2**20)


def test_the_proof_is_of_the_patches_too(tmp_path: Path, library: Renderer) -> None:
    write_chart(tmp_path, templates={"ui.yaml": DEPLOYMENT})
    [with_patch] = run(tmp_path, library, [patched(ADD)]).entries.values()
    [without] = run(tmp_path, library, [release()]).entries.values()
    assert with_patch.values == patched(ADD).fingerprint != without.values == release().fingerprint


def test_a_patch_of_nothing_is_refused(tmp_path: Path, library: Renderer) -> None:
    write_chart(tmp_path, templates={"ui.yaml": DEPLOYMENT})
    assert problems(run(tmp_path, library, [patched(ADD, name="gui")])) == [
        "demo: demo 1.2.3 renders no Deployment gui that a patch is for; correct its name, or take the patch out"
    ]
    elsewhere = run(tmp_path, library, [patched(ADD, namespace="elsewhere")])
    assert problems(elsewhere) == problems(run(tmp_path, library, [patched(ADD, name="ui", namespace="other")]))
    assert problems(run(tmp_path, library, [patched(ADD, namespace="demo-system")])) == []


def test_a_patch_that_does_not_fit_is_refused_as_flux_would(tmp_path: Path, library: Renderer) -> None:
    write_chart(tmp_path, templates={"ui.yaml": DEPLOYMENT})
    test = {"op": "test", "path": "/spec/template/spec/containers/0/name", "value": "gui"}
    [problem] = problems(run(tmp_path, library, [patched(test, ADD)]))
    assert problem.startswith("demo: demo 1.2.3: the patch of Deployment ui cannot test ")
    assert "found 'ui' where the test expects 'gui'" in problem


def test_crds_of_the_folder_are_beyond_reach(tmp_path: Path, library: Renderer) -> None:
    write_chart(tmp_path, templates={"ui.yaml": DEPLOYMENT}, crds={"x.yaml": crd("Widget", {"type": "object"})})
    label = {"op": "add", "path": "/metadata/labels", "value": {"a": "b"}}
    wanted = patched(label, kind="CustomResourceDefinition", name="widgets.demo.example.com")
    [problem] = problems(run(tmp_path, library, [wanted]))
    assert "renders no CustomResourceDefinition widgets.demo.example.com" in problem
