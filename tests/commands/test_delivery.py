"""Delivery `rendered`: the lock keeps what a chart renders, and the tree holds it as plain manifests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from homelab_cdk.lock import HelmLibrary
from tests.commands._lab import LAB, Run, write_lab
from tests.lock._charts import SERVICE, crd, write_chart

BARE = LAB.partition("loadBalancer: metallb")[0]

APP = """\
from homelab_cdk import HelmApp, Lab, Patch


def build(lab: Lab) -> None:
    label = {"op": "add", "path": "/metadata/labels", "value": {"team": "me"}}
    app = HelmApp(
        lab,
        "demo",
        chart="demo",
        version="1.2.3",
        repository="https://charts.example.com",
        values=VALUES,
        delivery="rendered",
        patches=(Patch(kind="Service", name="demo", operations=[label], reason="costs are counted"),),
    )
    app.add_manifest(
        {"apiVersion": "demo.example.com/v1", "kind": "Widget", "metadata": {"name": "one", "namespace": "demo"}}
    )
"""

WEBHOOK = """
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: demo}
webhooks:
  - name: widgets.example.com
    clientConfig: {service: {name: demo, namespace: {{ .Release.Namespace }}}}
    rules: [{apiGroups: [demo.example.com], apiVersions: [v1], resources: [widgets], operations: [CREATE]}]
    admissionReviewVersions: [v1]
    sideEffects: None
"""


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Helm's library, whatever is on PATH."""
    if HelmLibrary.load() is None:
        pytest.skip("the extra `helm` is not installed")
    monkeypatch.setattr("homelab_cdk.lock.find_renderer", HelmLibrary.load)


@pytest.fixture
def charts(tmp_path: Path) -> Path:
    folder = tmp_path / "charts"
    write_chart(folder, templates={"service.yaml": SERVICE}, crds={"widget.yaml": crd("Widget", {"type": "object"})})
    return folder


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    return write_lab(tmp_path / "lab", BARE, demo=APP.replace("VALUES", "{'port': 81}"))


def lock(run: Run, lab: Path, charts: Path) -> Result:
    return run("lock", "-C", lab, "--charts", charts, "--cache", charts.parent / "cache")


def test_the_tree_holds_what_the_chart_renders(run: Run, lab: Path, charts: Path) -> None:
    # GIVEN a lab that was locked once, WHEN it is synthesized
    proven = lock(run, lab, charts)
    assert proven.exit_code == 0, proven.stderr
    result = run("synth", "-C", lab)
    # THEN the unit holds the objects, patched, in place of a HelmRelease; the CRD shares it with its resource
    assert result.exit_code == 0, result.stderr
    assert "1 of 1 proven\n" in result.stdout
    folder = lab / "generated/apps/demo"
    assert {path.name.partition("-")[0] for path in folder.iterdir()} == {
        "customresourcedefinition",
        "kustomization.yaml",
        "namespace",
        "networkpolicy",
        "service",
        "widget",
    }
    service = yaml.safe_load((folder / "service-demo.yaml").read_text())
    assert service["metadata"] == {"name": "demo", "namespace": "demo", "labels": {"team": "me"}}
    assert service["spec"]["ports"] == [{"port": 81, "targetPort": "http"}]


def test_what_a_webhook_of_it_judges_waits_for_it(run: Run, lab: Path, charts: Path) -> None:
    (charts / "demo/templates/webhook.yaml").write_text(WEBHOOK)
    assert lock(run, lab, charts).exit_code == 0
    run("synth", "-C", lab)
    assert (lab / "generated/apps/demo-config/widget-one.yaml").is_file()
    assert (lab / "generated/apps/demo/validatingwebhookconfiguration-demo.yaml").is_file()


def test_a_second_lock_changes_nothing(run: Run, lab: Path, charts: Path) -> None:
    lock(run, lab, charts)
    before = (lab / "homelab.rendered/demo.json").stat()
    assert "homelab.lock is up to date" in lock(run, lab, charts).stdout
    after = (lab / "homelab.rendered/demo.json").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def refused(run: Run, lab: Path) -> str:
    result = run("synth", "-C", lab)
    assert result.exit_code == 1
    assert "what demo 1.2.3 renders is not at hand: " in result.stderr
    assert "run `homelab lock`" in result.stderr
    return result.stderr


def test_before_the_first_lock_synth_names_the_command(run: Run, lab: Path) -> None:
    assert "homelab.lock does not know homelab.rendered/demo.json" in refused(run, lab)


def test_with_other_values_it_is_stale(run: Run, lab: Path, charts: Path) -> None:
    lock(run, lab, charts)
    write_lab(lab, BARE, demo=APP.replace("VALUES", "{'port': 82}"))
    assert "homelab.rendered/demo.json was read with other values" in refused(run, lab)
    assert lock(run, lab, charts).exit_code == 0
    assert run("synth", "-C", lab).exit_code == 0


def test_a_lost_file_and_an_edited_one_are_refused(run: Run, lab: Path, charts: Path) -> None:
    lock(run, lab, charts)
    path = lab / "homelab.rendered/demo.json"
    text = path.read_text()
    path.write_text(text.replace("81", "82"))
    assert "homelab.rendered/demo.json is not what homelab.lock tells of" in refused(run, lab)
    path.unlink()
    assert "homelab.rendered/demo.json is missing" in refused(run, lab)
    assert lock(run, lab, charts).exit_code == 0
    assert path.read_text() == text


def test_back_to_helm_the_file_goes_and_a_strange_one_stays(run: Run, lab: Path, charts: Path) -> None:
    lock(run, lab, charts)
    (lab / "homelab.rendered/notes.json").write_text("{}")
    write_lab(lab, BARE, demo=APP.replace("VALUES", "{'port': 81}").replace('"rendered"', '"helm"'))
    assert lock(run, lab, charts).exit_code == 0
    assert [path.name for path in (lab / "homelab.rendered").iterdir()] == ["notes.json"]
    run("synth", "-C", lab)
    assert (lab / "generated/apps/demo/helmrelease-demo.yaml").is_file()


def test_a_chart_with_hooks_is_refused_and_nothing_is_written(run: Run, lab: Path, charts: Path) -> None:
    hook = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: h, annotations: {"helm.sh/hook": pre-delete}}\n'
    (charts / "demo/templates/hook.yaml").write_text(hook)
    result = lock(run, lab, charts)
    assert result.exit_code == 1
    assert (
        "error: demo: delivery: demo 1.2.3 has hooks, which only Helm runs: ConfigMap h (pre-delete)" in result.stderr
    )
    assert not (lab / "homelab.rendered").exists()


def test_rules_look_at_it_as_at_any_manifest(run: Run, lab: Path, charts: Path) -> None:
    pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: p, image: "p:latest"}]}\n'
    (charts / "demo/templates/pod.yaml").write_text(pod)
    lock(run, lab, charts)
    told = json.loads(run("check", "--json", "-C", lab).stdout)["findings"]
    assert {item["where"] for item in told if "p:latest" in item["message"]} == {"demo/pod-p"}


def test_a_component_takes_it_as_an_option(run: Run, tmp_path: Path) -> None:
    text = f"{BARE}loadBalancer:\n  metallb: {{delivery: helmet}}\n"
    result = run("check", "-C", write_lab(tmp_path / "other", text))
    assert result.exit_code == 2
    assert 'loadBalancer.metallb.delivery takes helm or rendered, got "helmet"; did you mean helm?' in result.stderr
