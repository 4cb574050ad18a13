"""Plain manifests are proven as they are applied: several folders, with the lab's changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from homelab_cdk.lock import ProofReport, Renderer
from homelab_cdk.model import ChartFacts
from tests.lock._charts import crd, problems, release, run

DEPLOYMENT = """
apiVersion: v1
kind: Namespace
metadata: {name: brewery}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: brewer, namespace: brewery}
spec:
  template:
    spec:
      containers: [{name: brewer, image: "registry.example.com:5000/brew/er:v1", ports: [{containerPort: 80}]}]
"""

SIZE = {"op": "add", "path": "/spec/template/spec/containers/0/resources", "value": {"requests": {"cpu": "10m"}}}


def _proven(folder: Path, library: Renderer, values: Mapping[str, object]) -> ProofReport:
    for name, text in (("deploy/brewer.yaml", DEPLOYMENT), ("crds/new/tea.yaml", crd("Tea", {"type": "object"}))):
        path = folder / "brewer" / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    (folder / "brewer" / "kustomization.yaml").write_text("namePrefix: never-read-\n")
    pin = release(
        "brewer", values, version="v2", repository="git+https://e.com/b", path="deploy", more_paths=("crds/new",)
    )
    return run(folder, library, [pin])


def _facts(report: ProofReport) -> ChartFacts:
    assert problems(report) == []
    return report.entries["brewer"].facts


def test_several_folders_without_a_kustomization_are_read_whole(tmp_path: Path, library: Renderer) -> None:
    facts = _facts(_proven(tmp_path, library, {}))
    assert [fact.kind for fact in facts.crds] == ["Tea"]
    assert [(item.name, item.containers[0].image) for item in facts.workloads] == [
        ("brewer", "registry.example.com:5000/brew/er:v1")
    ]


def test_facts_show_what_the_lab_changes(tmp_path: Path, library: Renderer) -> None:
    values = {
        "images": {"registry.example.com:5000/brew/er": "v2"},
        "patches": [{"kind": "Deployment", "name": "brewer", "operations": [SIZE]}],
        "without": [{"kind": "Namespace", "name": "brewery"}],
    }
    facts = _facts(_proven(tmp_path, library, values))
    [workload] = facts.workloads
    [container] = workload.containers
    assert (container.image, container.cpu_request) == ("registry.example.com:5000/brew/er:v2", 10)
    assert workload.namespace == "brewer-system", "Flux puts everything into the namespace of the release"
    assert "Namespace" not in {key.kind for key in facts.objects}


def test_a_change_that_finds_nothing_is_refused(tmp_path: Path, library: Renderer) -> None:
    values = {"patches": [{"kind": "Deployment", "name": "brever", "operations": [SIZE]}]}
    [problem] = problems(_proven(tmp_path, library, values))
    assert problem == "brewer: brewer v2 has no Deployment brever, which the lab changes or leaves out"


def test_a_change_that_does_not_fit_is_refused(tmp_path: Path, library: Renderer) -> None:
    wrong = {"op": "replace", "path": "/spec/replicas", "value": 1}
    values = {"patches": [{"kind": "Deployment", "name": "brewer", "operations": [wrong]}]}
    [problem] = problems(_proven(tmp_path, library, values))
    assert problem.startswith("brewer: brewer v2: the patch of Deployment brewer cannot replace /spec/replicas")


def test_a_tag_of_an_image_that_is_not_there_is_refused(tmp_path: Path, library: Renderer) -> None:
    [problem] = problems(_proven(tmp_path, library, {"images": {"brew/err": "v2"}}))
    assert problem == "brewer: brewer v2 has no image brew/err, whose tag the lab sets"
