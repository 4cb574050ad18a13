"""`homelab lock`: proves the lab, and writes what it found or nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from homelab_cdk.lock import HelmLibrary
from homelab_cdk.model import K3S_RELEASES
from tests.commands._lab import LAB, Run, write_lab
from tests.lock._charts import crd, write_chart

BARE = LAB.partition("loadBalancer: metallb")[0]

WIDGET = crd(
    "Widget",
    {"type": "object", "properties": {"spec": {"type": "object", "properties": {"size": {"type": "integer"}}}}},
)

APP = """\
from homelab_cdk import HelmApp, Lab


def build(lab: Lab) -> None:
    app = HelmApp(
        lab, "demo", chart="demo", version="1.2.3", repository="https://charts.example.com", values=VALUES
    )
    app.add_manifest(
        {
            "apiVersion": "demo.example.com/v1",
            "kind": "Widget",
            "metadata": {"name": "one", "namespace": "demo"},
            "spec": {"size": SIZE},
        }
    )
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
    write_chart(folder, values="port: 80\nextra: {}\n", crds={"widget.yaml": WIDGET})
    return folder


def lab_with(folder: Path, *, values: str = "{'port': 81}", size: str = "3") -> Path:
    return write_lab(folder / "lab", BARE, demo=APP.replace("VALUES", values).replace("SIZE", size))


def lock(run: Run, lab: Path, charts: Path, *more: str) -> Result:
    return run("lock", "-C", lab, "--charts", charts, "--cache", charts.parent / "cache", *more)


def test_a_lab_that_nothing_is_known_of_is_proven(run: Run, tmp_path: Path, charts: Path) -> None:
    # GIVEN a custom resource whose CRD only the chart brings, so that the lab cannot be synthesized yet
    lab = lab_with(tmp_path)
    refused = run("synth", "-C", lab)
    assert refused.exit_code == 1
    assert "homelab lock" in refused.stderr
    # WHEN it is proven
    result = lock(run, lab, charts)
    # THEN the lock is written, and synth says that all is proven
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[-1] == (
        "1 of 1 proven; homelab.lock was written; commit it and run `homelab-synth`"
    )
    synth = run("synth", "-C", lab)
    assert synth.exit_code == 0, synth.stderr
    assert "1 of 1 proven\n" in synth.stdout


def test_each_chart_is_a_line_with_its_figures(run: Run, tmp_path: Path, charts: Path) -> None:
    head, row, *_ = lock(run, lab_with(tmp_path), charts).stdout.splitlines()
    assert head.split()[:3] == ["construct", "chart", "read"]
    assert row.split() == ["demo", "demo", "1.2.3", "checkout", "1", "1", "0", "0", "0", "1", "1", "0"]


def test_a_second_proof_leaves_the_file_alone(run: Run, tmp_path: Path, charts: Path) -> None:
    lab = lab_with(tmp_path)
    lock(run, lab, charts)
    before = (lab / "homelab.lock").stat()
    result = lock(run, lab, charts)
    assert "homelab.lock is up to date" in result.stdout
    after = (lab / "homelab.lock").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_helm_is_told_the_patch_that_the_machines_run(run: Run, tmp_path: Path) -> None:
    # GIVEN a chart for the release of k3s that the library pins, or a later one
    version = K3S_RELEASES["1.36"].removeprefix("v").partition("+")[0]
    write_chart(
        tmp_path / "charts", values="port: 80\n", about={"kubeVersion": f">={version}"}, crds={"w.yaml": WIDGET}
    )
    result = lock(run, lab_with(tmp_path), tmp_path / "charts")
    # THEN it is proven, and the lock does not change with the next patch
    assert result.exit_code == 0, result.stderr
    entry = json.loads((tmp_path / "lab/homelab.lock").read_text())["charts"]["demo"]
    assert (entry["kubernetes"], entry["facts"]["kube_version"]) == ("1.36.0", f">={version}")


def test_values_below_an_open_map_are_listed(run: Run, tmp_path: Path, charts: Path) -> None:
    text = lock(run, lab_with(tmp_path, values="{'extra': {'team': 'me'}}"), charts).stdout
    assert "which no chart describes" in text
    assert "  demo: extra.team\n" in text


@pytest.mark.parametrize(
    ("values", "size", "told"),
    [
        ("{'prot': 81}", "3", "error: demo: values.prot: "),
        ("{}", "'big'", "spec.size"),
    ],
    ids=["misspelt value", "invalid custom resource"],
)
def test_with_any_problem_nothing_is_written(
    run: Run, tmp_path: Path, charts: Path, values: str, size: str, told: str
) -> None:
    lab = lab_with(tmp_path, values=values, size=size)
    result = lock(run, lab, charts)
    assert result.exit_code == 1
    assert told in result.stderr
    assert result.stderr.splitlines()[-1] == "homelab.lock was not written"
    assert not (lab / "homelab.lock").exists()


def test_an_old_lock_survives_a_problem(run: Run, tmp_path: Path, charts: Path) -> None:
    lab = lab_with(tmp_path)
    lock(run, lab, charts)
    before = (lab / "homelab.lock").read_bytes()
    lab_with(tmp_path, values="{'prot': 81}")
    assert lock(run, lab, charts).exit_code == 1
    assert (lab / "homelab.lock").read_bytes() == before


@pytest.mark.parametrize("damage", ["<<<<<<< ours\n{}\n", '{"version": 99}'], ids=["merge conflict", "other version"])
def test_a_damaged_lock_is_made_anew(run: Run, tmp_path: Path, charts: Path, damage: str) -> None:
    lab = lab_with(tmp_path)
    lock(run, lab, charts)
    before = (lab / "homelab.lock").read_bytes()
    (lab / "homelab.lock").write_text(damage)
    refused = run("synth", "-C", lab)
    assert refused.exit_code == 1
    assert "make it anew with `homelab lock`" in refused.stderr
    assert lock(run, lab, charts).exit_code == 0
    assert (lab / "homelab.lock").read_bytes() == before


def test_what_left_the_lab_leaves_the_lock(run: Run, tmp_path: Path, charts: Path) -> None:
    lab = lab_with(tmp_path)
    lock(run, lab, charts)
    (lab / "apps/demo.py").unlink()
    result = lock(run, lab, charts)
    assert result.exit_code == 0
    assert json.loads((lab / "homelab.lock").read_text())["charts"] == {}


CHANGES = """\
from homelab_cdk import HelmApp, Lab
from homelab_cdk.model import ChartPin, Release


def build(lab: Lab) -> None:
    pin = ChartPin(name="demo", version="1.2.3", repository="https://charts.example.com")
    known = lab.surroundings.facts.of(Release(construct="demo", chart=pin, name="demo", namespace="demo"))
    ports = [port.number for service in known.facts.services for port in service.ports]
    values = {"port": PORT}
    HelmApp(lab, "demo", chart=pin.name, version=pin.version, repository=pin.repository, values=values)
"""


def test_a_lab_that_facts_change_is_proven_as_it_is_in_the_end(run: Run, tmp_path: Path, charts: Path) -> None:
    # GIVEN values that are others once the chart's Service is known
    lab = write_lab(tmp_path / "lab", BARE, demo=CHANGES.replace("PORT", "82 if ports else 81"))
    # WHEN the lab is proven once
    assert lock(run, lab, charts).exit_code == 0
    # THEN the lock is of the later values
    [entry] = json.loads((lab / "homelab.lock").read_text())["charts"].values()
    assert entry["facts"]["services"][0]["ports"][0]["number"] == 82
    assert "1 of 1 proven\n" in run("synth", "-C", lab).stdout


def test_a_lab_that_never_settles_is_refused(run: Run, tmp_path: Path, charts: Path) -> None:
    lab = write_lab(tmp_path / "lab", BARE, demo=CHANGES.replace("PORT", "(ports or [80])[0] + 1"))
    result = lock(run, lab, charts)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: the lab still changes after 3 proofs")
    assert not (lab / "homelab.lock").exists()


PATCHED = """\
from homelab_cdk import HelmApp, Lab, Patch


def build(lab: Lab) -> None:
    patch = Patch(
        kind="Service",
        name="NAME",
        operations=[{"op": "add", "path": "/spec/sessionAffinity", "value": "ClientIP"}],
        reason="it keeps state",
    )
    HelmApp(
        lab, "demo", chart="demo", version="1.2.3", repository="https://charts.example.com", patches=(patch,)
    )
"""


def test_what_an_unknown_chart_renders_can_be_patched(run: Run, tmp_path: Path, charts: Path) -> None:
    lab = write_lab(tmp_path / "lab", BARE, demo=PATCHED.replace("NAME", "demo"))
    result = lock(run, lab, charts)
    assert result.exit_code == 0, result.stderr
    told = run("explain", "service/demo", "-C", lab).stdout
    assert "add /spec/sessionAffinity of Service demo: it keeps state\n" in told


def test_a_patch_without_a_target_is_refused_once_the_chart_is_known(run: Run, tmp_path: Path, charts: Path) -> None:
    lab = write_lab(tmp_path / "lab", BARE, demo=PATCHED.replace("NAME", "other"))
    result = lock(run, lab, charts)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: demo: the patch of Service other has no target")
    assert not (lab / "homelab.lock").exists()


def test_json_has_the_entries(run: Run, tmp_path: Path, charts: Path) -> None:
    lab = lab_with(tmp_path)
    told = json.loads(lock(run, lab, charts, "--json").stdout)
    assert told["written"] is True
    assert told["charts"] == json.loads((lab / "homelab.lock").read_text())["charts"]


def test_no_helm_at_all_says_how_to_get_one(
    run: Run, tmp_path: Path, charts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from homelab_cdk.lock._renderer import find_renderer

    monkeypatch.setattr("homelab_cdk.lock.find_renderer", find_renderer)
    monkeypatch.setattr("homelab_cdk.lock._renderer.HelmLibrary.load", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    result = lock(run, lab_with(tmp_path), charts)
    assert result.exit_code == 1
    assert "helm" in result.stderr
