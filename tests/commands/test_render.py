"""`homelab render`: what the charts create, as files; and `homelab check --rendered` over them."""

from __future__ import annotations

import json
import re
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
    label = {"op": "add", "path": "/spec/type", "value": "NodePort"}
    patch = Patch(kind="Service", name="demo", operations=[label], reason="the router forwards to it")
    HelmApp(
        lab,
        "demo",
        chart="demo",
        version="1.2.3",
        repository="https://charts.example.com",
        values={"port": 81},
        patches=(patch,),
    )
"""

SECRET = """
apiVersion: v1
kind: Secret
metadata: {name: login}
data: {password: c2VjcmV0}
stringData: {user: {{ .Release.Name }}}
"""

PRIVILEGED = """
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: {{ .Release.Namespace }}}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      hostNetwork: true
      containers: [{name: agent, image: "agent:1.0.0"}]
"""

HOOK = """
apiVersion: batch/v1
kind: Job
metadata: {name: once, annotations: {"helm.sh/hook": pre-upgrade}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: once, image: "once:1.0.0"}]}}}
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
    templates = {"service.yaml": SERVICE, "secret.yaml": SECRET, "agent.yaml": PRIVILEGED, "hook.yaml": HOOK}
    write_chart(folder, templates=templates, crds={"world.yaml": crd("World", {"type": "object"}, scope="Cluster")})
    return folder


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    return write_lab(tmp_path / "lab", BARE, demo=APP)


def render(run: Run, lab: Path, charts: Path, *more: str | Path) -> Result:
    return run("render", "-C", lab, "--charts", charts, "--cache", charts.parent / "cache", *more)


def read(path: Path) -> dict[str, object]:
    value = yaml.safe_load(path.read_text())
    assert isinstance(value, dict)
    return value


def test_one_file_an_object_as_it_will_be_in_the_cluster(run: Run, lab: Path, charts: Path) -> None:
    # GIVEN a lab of which nothing is locked, WHEN it is rendered
    result = render(run, lab, charts)
    # THEN each object is a file, hooks and CRDs too, with the lab's values and patches, in its namespace
    assert result.exit_code == 0, result.stderr
    folder = lab / ".homelab/rendered"
    assert result.stdout == f"5 objects of 1 release written to {folder}\n"
    assert sorted(path.name for path in (folder / "demo").iterdir()) == [
        "customresourcedefinition-worlds.demo.example.com.yaml",
        "daemonset-agent.yaml",
        "job-once.yaml",
        "secret-login.yaml",
        "service-demo.yaml",
    ]
    service = read(folder / "demo/service-demo.yaml")
    assert service["metadata"] == {"name": "demo", "namespace": "demo"}
    assert service["spec"] == {
        "selector": {"app": "demo"},
        "ports": [{"port": 81, "targetPort": "http"}],
        "type": "NodePort",
    }
    assert not (lab / "homelab.lock").exists()


def test_no_value_of_a_secret_leaves_the_chart(run: Run, lab: Path, charts: Path) -> None:
    render(run, lab, charts)
    secret = read(lab / ".homelab/rendered/demo/secret-login.yaml")
    assert (secret["data"], secret["stringData"]) == ({"password": "bGVmdCBvdXQ="}, {"user": "left out"})
    written = "".join(path.read_text() for path in (lab / ".homelab").rglob("*") if path.is_file())
    assert "c2VjcmV0" not in written


def test_git_does_not_see_the_folder(run: Run, lab: Path, charts: Path) -> None:
    render(run, lab, charts)
    assert (lab / ".homelab/.gitignore").read_text() == "*\n"


def test_a_second_time_the_folder_is_made_anew(run: Run, lab: Path, charts: Path, tmp_path: Path) -> None:
    into = tmp_path / "into"
    render(run, lab, charts, "--into", into)
    (charts / "demo/templates/agent.yaml").unlink()
    result = render(run, lab, charts, "--into", into)
    assert result.exit_code == 0, result.stderr
    assert not (into / "demo/daemonset-agent.yaml").exists()
    assert (into / "demo/service-demo.yaml").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(run: Run, lab: Path, charts: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear")
    result = render(run, lab, charts, "--into", mine)
    assert result.exit_code == 2
    assert f"{mine} is not empty and `homelab render` has not written it" in result.stderr
    assert [path.name for path in mine.iterdir()] == ["letter.txt"]


def test_a_chart_that_helm_refuses_writes_nothing(run: Run, lab: Path, charts: Path) -> None:
    (charts / "demo/templates/agent.yaml").write_text("{{ fail `broken on purpose` }}")
    result = render(run, lab, charts)
    assert result.exit_code == 1
    assert "broken on purpose" in result.stderr
    assert result.stderr.splitlines()[-1] == "nothing was written"
    assert not (lab / ".homelab").exists()


def test_json_counts_the_objects(run: Run, lab: Path, charts: Path) -> None:
    told = json.loads(render(run, lab, charts, "--json").stdout)
    assert told["releases"] == {"demo": 5}


def check(run: Run, lab: Path, *more: str | Path) -> list[dict[str, str]]:
    result = run("check", "--json", "-C", lab, *more)
    assert not result.stderr
    found: list[dict[str, str]] = json.loads(result.stdout)["findings"]
    return found


def test_rules_look_at_what_was_rendered(run: Run, lab: Path, charts: Path) -> None:
    # GIVEN a chart with a pod of which its restricted namespace takes none
    render(run, lab, charts)
    # WHEN the lab is checked with what was rendered
    found = [item for item in check(run, lab, "--rendered", lab / ".homelab/rendered") if "/rendered/" in item["where"]]
    # THEN it is found in the chart's own object, as a warning, and the tree's own rules stay silent on the Secret
    assert {item["level"] for item in found} == {"warning"}
    assert any("hostNetwork" in item["message"] for item in found if item["where"].endswith("/daemonset-agent"))
    assert not any(item["where"].endswith("/secret-login") for item in found)
    # AND the summary counts what was looked at apart
    summary = run("check", "-C", lab, "--rendered", lab / ".homelab/rendered").stdout.splitlines()[-1]
    assert re.match(r"\d+ objects and \d+ that charts create, \d+ rules: ", summary)


def test_facts_come_from_what_was_rendered(run: Run, lab: Path, charts: Path) -> None:
    # GIVEN a chart of which nothing is known
    write_lab(lab, BARE, demo=APP.replace("(patch,)", "()"))
    assert any(item["message"].startswith("nothing is known of it") for item in check(run, lab))
    # WHEN it was rendered THEN it is known, and yet not proven
    render(run, lab, charts)
    found = check(run, lab, "--rendered", lab / ".homelab/rendered")
    assert not any(item["message"].startswith("nothing is known of it") for item in found)
    assert any(item["message"].startswith("its facts are assumed") for item in found)


def test_a_folder_that_nobody_rendered_is_refused(run: Run, lab: Path, tmp_path: Path) -> None:
    result = run("check", "-C", lab, "--rendered", tmp_path)
    assert result.exit_code == 1
    assert f"{tmp_path} holds nothing that `homelab render` has written" in result.stderr
