from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from homelab_cdk.lock import Renderer
from tests.lock._charts import crd, pack, problems, release, run, write_chart

VALUES = "port: 80\ncache: {size: 1}\ncachePlus: {enabled: false}\nglobal: {registry: a}\n"


@pytest.fixture
def charts(tmp_path: Path) -> Path:
    """A chart with a subchart in a folder, under an alias, and one that is packed and switched by a condition."""
    dependencies = [
        {"name": "store", "alias": "cache", "version": "0.1.0", "repository": "https://charts.example.com"},
        {"name": "plus", "alias": "cachePlus", "version": "0.2.0", "condition": "cachePlus.enabled"},
    ]
    chart = write_chart(tmp_path, values=VALUES, about={"dependencies": dependencies})
    inner = write_chart(
        chart / "charts",
        name="store",
        version="0.1.0",
        values="port: 6379\nsize: 2\nmode: one\nglobal: {zone: b}\n",
        schema={"properties": {"mode": {"enum": ["one", "two"]}}},
    )
    assert inner.is_dir()
    made = write_chart(
        tmp_path / "made", name="plus", version="0.2.0", crds={"x.yaml": crd("Plus", {"type": "object"})}
    )
    pack(made, chart / "charts").rename(chart / "charts" / "plus-0.2.0.tgz")
    return tmp_path


def test_values_of_subcharts_are_known_below_their_alias(charts: Path, library: Renderer) -> None:
    values = {"cache": {"mode": "two", "size": 3}, "cachePlus": {"port": 1}, "global": {"registry": "x", "zone": "y"}}
    report = run(charts, library, [release(values=values)])
    assert problems(report) == []
    assert report.entries["demo"].paths.known == 5


def test_a_misspelt_value_of_a_subchart_is_refused(charts: Path, library: Renderer) -> None:
    report = run(charts, library, [release(values={"cache": {"mod": "two"}})])
    assert problems(report) == [
        "demo: values.cache.mod: the chart has no such value (demo 1.2.3); did you mean cache.mode?"
    ]


def test_the_schema_of_a_subchart_judges_its_values(charts: Path, library: Renderer) -> None:
    report = run(charts, library, [release(values={"cache": {"mode": "three"}})])
    assert problems(report) == [
        "demo: values.cache.mode: got the text 'three', allowed is one, two; write one of those"
    ]


def test_a_subchart_that_is_off_brings_no_crds(charts: Path, renderer: Renderer) -> None:
    off = run(charts, renderer, [release()])
    on = run(charts, renderer, [release(values={"cachePlus": {"enabled": True}})])
    assert [fact.kind for fact in off.entries["demo"].facts.crds] == []
    assert [fact.kind for fact in on.entries["demo"].facts.crds] == ["Plus"]


def test_a_switch_has_to_be_a_boolean(charts: Path, library: Renderer) -> None:
    report = run(charts, library, [release(values={"cachePlus": {"enabled": "no"}})])
    assert (
        "demo: values.cachePlus.enabled: turns a subchart on or off and has to be a boolean, got the text 'no'"
        in (problems(report)[0])
    )


def test_a_missing_subchart_that_is_off_is_left_out(charts: Path, renderer: Renderer) -> None:
    (charts / "demo" / "charts" / "plus-0.2.0.tgz").unlink()
    before = (charts / "demo" / "Chart.yaml").read_text()
    report = run(charts, renderer, [release()])
    assert problems(report) == []
    assert (charts / "demo" / "Chart.yaml").read_text() == before, "the user's own folder stays as it is"


def test_a_missing_subchart_that_is_on_is_refused(charts: Path, renderer: Renderer) -> None:
    (charts / "demo" / "charts" / "plus-0.2.0.tgz").unlink()
    [problem] = problems(run(charts, renderer, [release(values={"cachePlus": {"enabled": True}})]))
    assert "demo 1.2.3 needs its subchart plus 0.2.0" in problem
    assert "turn it off with cachePlus.enabled: false" in problem


def test_a_placeholder_version_becomes_the_pinned_one(tmp_path: Path, renderer: Renderer) -> None:
    template = (
        "apiVersion: v1\nkind: ConfigMap\n"
        "metadata: {name: {{ .Chart.Version | quote }}, namespace: {{ .Chart.AppVersion | quote }}}\n"
    )
    chart = write_chart(tmp_path, version="v0.0.0", templates={"x.yaml": template}, about={"appVersion": "v0.0.0"})
    report = run(tmp_path, renderer, [release(version="v1.10")])
    assert problems(report) == []
    [key] = report.entries["demo"].facts.objects
    assert (key.name, key.namespace) == ("v1.10", "v1.10")
    assert report.entries["demo"].origin == "checkout"
    assert yaml.safe_load((chart / "Chart.yaml").read_text())["version"] == "v0.0.0"


def test_a_chart_for_another_kubernetes_is_refused(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(tmp_path, about={"kubeVersion": "<1.30.0-0"})
    [problem] = problems(run(tmp_path, renderer, [release()]))
    assert problem == (
        "demo: demo 1.2.3 wants Kubernetes <1.30.0-0, the lab has 1.36.0;"
        " choose another version of the chart or of Kubernetes"
    )
