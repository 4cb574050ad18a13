from __future__ import annotations

from pathlib import Path

import git
import pytest

from homelab_cdk import _errors
from homelab_cdk.lock import ChartStore, Renderer
from homelab_cdk.model import ChartPin
from tests.lock._charts import crd, problems, release, run


def _files(folder: Path) -> Path:
    (folder / "config" / "more").mkdir(parents=True)
    (folder / "config" / "kustomization.yaml").write_text("resources: [widgets.yaml, more]\n")
    (folder / "config" / "widgets.yaml").write_text(crd("Widget", {"type": "object"}))
    (folder / "config" / "more" / "kustomization.yaml").write_text("resources: [map.yaml]\n")
    config_map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n---\n"
    (folder / "config" / "more" / "map.yaml").write_text(config_map + config_map.replace("one", "two"))
    return folder


def test_manifests_are_read_through_their_kustomizations(tmp_path: Path, library: Renderer) -> None:
    _files(tmp_path / "files")
    pin = release("files", version="v1", repository="git+https://git.example.com/files", path="config")
    report = run(tmp_path, library, [pin])
    assert problems(report) == []
    entry = report.entries["files"]
    assert entry.origin == "files"
    assert [fact.kind for fact in entry.facts.crds] == ["Widget"]
    assert [key.name for key in entry.facts.objects] == ["one", "two"]


def test_manifests_of_another_version_are_refused(tmp_path: Path, library: Renderer) -> None:
    folder = _files(tmp_path / "files") / "config"
    annotated = crd("Widget", {"type": "object"}, metadata={"annotations": {"demo.example.com/bundle-version": "v2"}})
    (folder / "widgets.yaml").write_text(annotated)
    pin = release("files", version="v1", repository="git+https://git.example.com/files", path="config")
    [problem] = problems(run(tmp_path, library, [pin]))
    assert problem.startswith("files: widgets.yaml is of version v2, the lab pins files v1;")


def test_a_kustomization_that_changes_its_resources_is_refused(tmp_path: Path, library: Renderer) -> None:
    folder = _files(tmp_path / "files") / "config"
    (folder / "kustomization.yaml").write_text("resources: [widgets.yaml]\nnamePrefix: x-\n")
    pin = release("files", version="v1", repository="git+https://git.example.com/files", path="config")
    assert "has namePrefix, and only `resources` is read" in problems(run(tmp_path, library, [pin]))[0]


def test_a_listed_file_that_is_missing_is_named(tmp_path: Path, library: Renderer) -> None:
    folder = _files(tmp_path / "files") / "config"
    (folder / "widgets.yaml").unlink()
    pin = release("files", version="v1", repository="git+https://git.example.com/files", path="config")
    assert "lists widgets.yaml, which is not there" in problems(run(tmp_path, library, [pin]))[0]


def test_a_tag_is_cloned_once_into_the_cache(tmp_path: Path, library: Renderer) -> None:
    with git.Repo.init(_files(tmp_path / "upstream")) as repo:
        repo.git.add(all=True)
        repo.git.execute(["git", "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x"])
        repo.create_tag("v1")
    pin = ChartPin(name="files", version="v1", repository=f"git+{(tmp_path / 'upstream').as_uri()}", path="config")
    first = ChartStore(None, tmp_path / "cache", renderer=library).get(pin)
    (tmp_path / "upstream").rename(tmp_path / "gone")
    second = ChartStore(None, tmp_path / "cache", renderer=library).get(pin)
    assert first == second
    assert (first.path / "config" / "kustomization.yaml").is_file()


def test_a_tag_that_is_not_there_is_told(tmp_path: Path, library: Renderer) -> None:
    with git.Repo.init(_files(tmp_path / "upstream")):
        pass
    pin = ChartPin(name="files", version="v9", repository=f"git+{(tmp_path / 'upstream').as_uri()}", path="config")
    with pytest.raises(_errors.LockError, match="files v9 cannot be fetched from .*v9"):
        ChartStore(None, tmp_path / "cache", renderer=library).get(pin)
    assert list((tmp_path / "cache").iterdir()) == [], "nothing half done is left behind"
