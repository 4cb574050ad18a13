from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from homelab_cdk import _errors
from homelab_cdk._yaml_documents import load
from homelab_cdk.lock import HelmLibrary, Renderer, _renderer, find_renderer
from tests.lock._charts import SERVICE, crd, release, write_chart

COMMENTED = """
# a licence
---# comment
apiVersion: v1
kind: ConfigMap
metadata: {name: one, labels: {release: {{ .Release.Name }}, ns: {{ .Release.Namespace }}}}
data:
  big: {{ .Values.big | quote }}
  text: |
    ---
    not a document
---

---
apiVersion: v1
kind: ConfigMap
metadata: {name: two, annotations: {helm.sh/hook: pre-install}}
"""


def objects(renderer: Renderer, chart: Path, **values: object) -> list[tuple[str, bool, object]]:
    """What a renderer makes of a chart, as values."""
    texts = renderer.render(chart, release=release(values=values), kubernetes="1.36.0", api_versions=["x.io/v1"])
    found = [(text.source, text.kept, load(text.text)) for text in texts]
    return sorted([item for item in found if item[2] is not None], key=repr)


def test_command_and_library_render_the_same_objects(tmp_path: Path, command: Renderer, library: Renderer) -> None:
    chart = write_chart(
        tmp_path,
        values="port: 80\nbig: 12345678\nsub: {enabled: true}\n",
        templates={
            "service.yaml": SERVICE,
            "commented.yaml": COMMENTED,
            "NOTES.txt": "hello",
            "_helpers.tpl": '{{ define "x" }}y{{ end }}',
            "crd.yaml": crd("Widget", {"type": "object"}),
            "api.yaml": '{{ if .Capabilities.APIVersions.Has "x.io/v1" }}kind: X\nmetadata: {name: x}{{ end }}',
        },
        crds={"a.yaml": "---\n" + crd("Folder", {"type": "object"}) + "---\n" + crd("Second", {"type": "object"})},
        about={"dependencies": [{"name": "sub", "version": "0.1.0", "condition": "sub.enabled"}]},
    )
    write_chart(chart / "charts", name="sub", version="0.1.0", crds={"s.yaml": crd("Sub", {"type": "object"})})
    for on in (True, False):
        found = objects(command, chart, sub={"enabled": on})
        assert found == objects(library, chart, sub={"enabled": on})
        assert len(found) == (9 if on else 7)


@pytest.mark.parametrize("value", [12345678, 2**53, 1.5, 1e21, "08", "1e3", None, [1, "a"], {"a": {"b": True}}, "ü\n"])
def test_values_reach_the_template_alike(tmp_path: Path, command: Renderer, library: Renderer, value: object) -> None:
    template = (
        "kind: X\nmetadata: {name: x}\nvalue: {{ .Values.given | toJson | quote }}\ntext: {{ .Values.given | quote }}\n"
    )
    chart = write_chart(tmp_path, values="given: 1\n", templates={"x.yaml": template})
    assert objects(command, chart, given=value) == objects(library, chart, given=value)


def test_values_of_the_wrong_kind_are_refused_by_both(tmp_path: Path, renderer: Renderer) -> None:
    chart = write_chart(tmp_path, schema={"properties": {"port": {"type": "integer"}}})
    with pytest.raises(_errors.LockError, match="port"):
        renderer.render(chart, release=release(values={"port": "x"}), kubernetes="1.36.0")


def test_helms_own_message_comes_through_without_its_advice(tmp_path: Path, renderer: Renderer) -> None:
    chart = write_chart(tmp_path, templates={"x.yaml": "{{ fail `set the hostname` }}"})
    with pytest.raises(_errors.LockError, match="set the hostname") as caught:
        renderer.render(chart, release=release(), kubernetes="1.36.0")
    assert "--debug" not in str(caught.value)


@pytest.fixture
def fake_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the only one on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def _fake_helm(folder: Path, version: str) -> None:
    shell = "/bin/sh"
    (folder / "helm").write_text(f"#!{shell}\necho {version}+gabcdef\n")
    (folder / "helm").chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="the made-up helm is a shell script")
def test_helm_on_path_is_taken_first(fake_path: Path) -> None:
    _fake_helm(fake_path, "v3.19.0")
    assert find_renderer().name == "helm 3.19.0"


@pytest.mark.skipif(os.name == "nt", reason="the made-up helm is a shell script")
def test_an_old_helm_is_passed_over_for_the_library(
    fake_path: Path, library: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fake_helm(fake_path, "v3.7.2")
    assert find_renderer().name == library.name
    monkeypatch.setattr(_renderer.HelmLibrary, "load", classmethod(lambda cls: None))
    with pytest.raises(_errors.LockError, match="is older than 3.8"):
        find_renderer()


@pytest.mark.usefixtures("fake_path")
def test_without_any_helm_the_message_names_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_renderer.HelmLibrary, "load", classmethod(lambda cls: None))
    with pytest.raises(_errors.LockError, match=r"put helm 3\.8 or newer on PATH, or .* 'homelab-cdk\[helm\]'"):
        find_renderer()


def test_the_library_has_the_private_call_that_takes_versions(library: Renderer) -> None:
    from helm_python import _native

    assert isinstance(library, HelmLibrary)
    assert "helm_render" in _native.SIGNATURES


def test_a_chart_folder_stays_untouched(tmp_path: Path, renderer: Renderer) -> None:
    chart = write_chart(tmp_path)
    copy = Path(shutil.copytree(chart, tmp_path / "copy"))
    renderer.render(chart, release=release(), kubernetes="1.36.0")
    assert sorted(item.name for item in chart.rglob("*")) == sorted(item.name for item in copy.rglob("*"))
