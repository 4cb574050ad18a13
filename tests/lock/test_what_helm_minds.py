"""Facts about a release as such: its Kubernetes, its record, its CRDs' folder, its hooks, its vanishing Jobs."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from homelab_cdk.lock import Renderer
from homelab_cdk.model import ChartFacts, HookFact
from tests.lock._charts import SERVICE, crd, problems, release, run, write_chart


def facts(folder: Path, renderer: Renderer) -> ChartFacts:
    report = run(folder, renderer, [release()])
    assert problems(report) == []
    return report.entries["demo"].facts


def test_the_versions_of_kubernetes_that_a_chart_supports(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(tmp_path, about={"kubeVersion": ">= 1.25.0-0"})
    assert facts(tmp_path, renderer).kube_version == ">= 1.25.0-0"


def test_a_patch_release_that_a_chart_asks_for(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(tmp_path, about={"kubeVersion": ">=1.36.2"})
    # GIVEN machines that run it: Helm renders, and the entry names the minor alone
    report = run(tmp_path, renderer, [release()], kubernetes="1.36.3")
    assert problems(report) == []
    assert report.entries["demo"].kubernetes == "1.36.0"
    # GIVEN older machines
    [problem] = problems(run(tmp_path, renderer, [release()], kubernetes="1.36.1"))
    assert "wants Kubernetes >=1.36.2, the lab has 1.36.1; choose another version" in problem


def test_a_chart_that_supports_any(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(tmp_path)
    assert facts(tmp_path, renderer).kube_version == ""


def test_the_record_of_a_small_chart_is_one_step(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(tmp_path)
    assert facts(tmp_path, renderer).release_size == 10_000


@pytest.mark.parametrize(
    ("kilobytes", "inside"),
    [(300, True), (300, False)],
    ids=["in a template", "in a file that the package leaves out"],
)
def test_the_record_grows_with_what_does_not_compress(
    tmp_path: Path, library: Renderer, kilobytes: int, inside: bool
) -> None:
    # GIVEN noise, of which gzip makes three quarters of its letters, and base64 four thirds of that
    noise = random.Random(1).randbytes(kilobytes * 1000 // 2).hex()
    config = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: noise}}\ndata: {{x: '{noise}'}}\n"
    chart = write_chart(tmp_path, templates={"service.yaml": SERVICE, **({"noise.yaml": config} if inside else {})})
    if not inside:
        (chart / "docs").mkdir()
        (chart / "docs/noise.txt").write_text(noise)
        (chart / ".helmignore").write_text("# not for users\ndocs/\n")
    # THEN a template counts as itself and as what it renders, and the rest not at all
    size = facts(tmp_path, library).release_size
    assert (size > 250_000) is inside


def test_the_folder_of_crds_is_told_from_templates(tmp_path: Path, renderer: Renderer) -> None:
    kept = crd("Kept", {"type": "object"}, metadata={"annotations": {"helm.sh/resource-policy": "keep"}})
    write_chart(tmp_path, templates={"kept.yaml": kept}, crds={"x.yaml": crd("Folder", {"type": "object"})})
    found = {item.kind: (item.kept, item.in_folder) for item in facts(tmp_path, renderer).crds}
    assert found == {"Folder": (True, True), "Kept": (True, False)}


HOOKS = """
apiVersion: v1
kind: ConfigMap
metadata:
  name: config
  annotations: {"helm.sh/hook": "post-install, pre-upgrade", "helm.sh/hook-delete-policy": "hook-succeeded,hook-failed"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: lasting, annotations: {"helm.sh/hook": post-install, "helm.sh/hook-delete-policy": hook-failed}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec: {ttlSecondsAfterFinished: 60, template: {spec: {containers: [{name: x, image: "x:1"}]}}}
"""


def test_which_hooks_stay_and_which_jobs_vanish(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(tmp_path, templates={"x.yaml": HOOKS})
    found = facts(tmp_path, renderer)
    assert found.hooks == (
        HookFact(kind="ConfigMap", name="config", events=("post-install", "pre-upgrade")),
        HookFact(kind="ConfigMap", name="lasting", events=("post-install",), stays=True),
    )
    assert [(item.name, item.vanishes) for item in found.workloads] == [("once", True)]
