"""Where commands take the schemas of custom resources from, and that only findings depend on it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from homelab_cdk.components.flux import FLUX_CRDS, FLUX_SCHEMAS, FLUX_VERSION, Flux
from homelab_cdk.lock import HelmLibrary
from homelab_cdk.model import GroupKind, read_lock
from homelab_cdk.schemas import SchemaCache, default_schemas
from tests.commands._lab import Run
from tests.commands.test_lock import WIDGET, lab_with, lock
from tests.labs import crd
from tests.lock._charts import write_chart


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Helm's library, and a cache that no other test fills."""
    if HelmLibrary.load() is None:
        pytest.skip("the extra `helm` is not installed")
    monkeypatch.setattr("homelab_cdk.lock.find_renderer", HelmLibrary.load)
    monkeypatch.setenv("HOMELAB_CACHE", str(tmp_path / "kept"))


@pytest.fixture
def charts(tmp_path: Path) -> Path:
    folder = tmp_path / "charts"
    write_chart(folder, values="port: 80\nextra: {}\n", crds={"widget.yaml": WIDGET})
    return folder


@pytest.fixture
def lab(run: Run, tmp_path: Path, charts: Path) -> Path:
    """A lab that is proven, and in which a custom resource was changed since."""
    folder = lab_with(tmp_path)
    assert lock(run, folder, charts).exit_code == 0
    return lab_with(tmp_path, size="'big'")


def forget() -> None:
    for file in default_schemas().rglob("*.json"):
        file.unlink()


WRONG = "spec.size: has to be of type integer, got the text 'big'"


def test_what_the_lock_has_seen_every_later_run_knows(run: Run, lab: Path) -> None:
    result = run("check", "-C", lab)
    assert result.exit_code == 1
    assert f"  error HL151 Widget.demo.example.com demo/one\n    {WRONG}\n" in result.stdout
    refused = run("synth", "-C", lab).stderr
    assert f"demo/widget-one: Widget.demo.example.com demo/one: {WRONG}; " in refused
    assert not (lab / "generated").exists()


def test_where_nothing_is_known_the_command_is_named(run: Run, lab: Path) -> None:
    forget()
    result = run("check", "-C", lab)
    assert result.exit_code == 0
    assert (
        "(Widget) are not those that `homelab lock` held against its CRDs, and no CRD of theirs is at hand\n"
        "    fix: run `homelab lock`" in result.stdout
    )


@pytest.mark.parametrize("command", ["check", "synth"])
def test_a_folder_of_crds_serves_as_well(run: Run, lab: Path, tmp_path: Path, command: str) -> None:
    forget()
    (tmp_path / "crds").mkdir()
    (tmp_path / "crds" / "widget.yaml").write_text(WIDGET)
    result = run(command, "-C", lab, "--crds", tmp_path / "crds")
    assert result.exit_code == 1
    assert WRONG in result.output


def test_a_folder_without_crds_is_refused(run: Run, lab: Path, tmp_path: Path) -> None:
    (tmp_path / "crds").mkdir()
    result = run("check", "-C", lab, "--crds", tmp_path / "crds")
    assert result.exit_code == 2
    assert "there is no CustomResourceDefinition in this folder of CRDs" in result.stderr


def test_what_is_written_does_not_depend_on_the_cache(run: Run, tmp_path: Path, charts: Path) -> None:
    lab = lab_with(tmp_path)
    lock(run, lab, charts)
    lab_with(tmp_path, size="4")
    assert run("synth", "-C", lab).exit_code == 0
    before = {path: path.read_bytes() for path in sorted((lab / "generated").rglob("*")) if path.is_file()}
    forget()
    assert run("synth", "-C", lab, "--check").exit_code == 0
    assert before == {path: path.read_bytes() for path in sorted((lab / "generated").rglob("*")) if path.is_file()}


def test_a_run_with_nothing_to_do_still_tells_what_newly_learnt_schemas_say(run: Run, lab: Path) -> None:
    # GIVEN a custom resource that is wrong, and nothing that would say so
    forget()
    assert run("synth", "-C", lab).exit_code == 0
    # WHEN its CRD is learnt, as the proof of another lab may do, and nothing of this lab changes
    digest = read_lock(lab / "homelab.lock").entries["demo"].digest
    SchemaCache(default_schemas()).learn(digest, [yaml.safe_load(WIDGET)])
    # THEN the receipt of the last run counts no longer
    result = run("synth", "-C", lab)
    assert result.exit_code == 1
    assert WRONG in result.stderr


def test_schemas_of_flux_come_from_a_folder_of_its_name(run: Run, tmp_path: Path, charts: Path) -> None:
    (charts / "flux").mkdir()
    (charts / "flux" / "all.yaml").write_text(yaml.safe_dump(crd("Alert", "notification.toolkit.fluxcd.io")))
    lock(run, lab_with(tmp_path), charts)
    assert SchemaCache(default_schemas()).get(FLUX_SCHEMAS, GroupKind("notification.toolkit.fluxcd.io", "Alert"))


def test_the_manifests_of_flux_are_those_of_the_version_that_the_lab_runs() -> None:
    assert FLUX_CRDS.version == f"v{Flux.info.charts[0].version}"
    assert FLUX_CRDS.path.rpartition("/v")[2].startswith(FLUX_VERSION.removesuffix("x"))
