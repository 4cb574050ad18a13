"""A run with nothing to do is known from the last one's receipt; whatever changes, the lab is built again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from homelab_cdk.synth import _run
from homelab_cdk.synth._run import Result, run
from tests.commands._lab import APP, write_lab

RECEIPT = ".homelab-synth/receipt.json"


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    folder = write_lab(tmp_path / "lab", hello=APP)
    (folder / "data").mkdir()
    (folder / "data/text.txt").write_text("one")
    run(folder)
    return folder


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders whose labs were built."""
    built: list[Path] = []
    real = _run.build

    def build(root: Path) -> object:
        built.append(root)
        return real(root)

    monkeypatch.setattr(_run, "build", build)
    return built


def test_nothing_to_do_builds_nothing(lab: Path, builds: list[Path]) -> None:
    comparison = run(lab).comparison
    assert builds == []
    assert comparison.clean
    assert comparison.unchanged == sum(
        len(files) for top in ("generated", "flux") for _, _, files in os.walk(lab / top)
    )


def test_it_says_what_the_last_run_said(lab: Path) -> None:
    (lab / RECEIPT).unlink()
    full = run(lab)
    known: Result = run(lab)
    assert (known.findings, known.proof, known.git) == (full.findings, full.proof, full.git)
    assert known.comparison == full.comparison


def test_neither_node_nor_cdk8s_is_started(lab: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from homelab_cdk.synth._run import run;"
        "run(Path('.')); print(*sorted(sys.modules))"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}

    def modules() -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=lab, env=environment, capture_output=True, text=True, check=True
        )
        return set(done.stdout.split())

    (lab / RECEIPT).unlink()
    assert "cdk8s" in modules()
    assert not {"cdk8s", "jsii", "jsonschema"} & modules()


def config(lab: Path) -> None:
    path = lab / "homelab.yaml"
    path.write_text(path.read_text() + "# a comment\n")


def app(lab: Path) -> None:
    (lab / "apps/more.py").write_text("def build(lab): pass\n")


def data(lab: Path) -> None:
    (lab / "data/text.txt").write_text("two")


def lock(lab: Path) -> None:
    (lab / "homelab.lock").write_text('{"version": 1, "charts": {}}\n')


def hand_edit(lab: Path) -> None:
    (lab / "generated/README.md").unlink()


def stranger(lab: Path) -> None:
    (lab / "generated/notes.txt").write_text("mine")


def damaged_receipt(lab: Path) -> None:
    (lab / RECEIPT).write_text("{")


def other_version(lab: Path) -> None:
    receipt = json.loads((lab / RECEIPT).read_text())
    (lab / RECEIPT).write_text(json.dumps({**receipt, "version": 99}))


def other_code(lab: Path) -> None:
    receipt = json.loads((lab / RECEIPT).read_text())
    (lab / RECEIPT).write_text(json.dumps({**receipt, "modules": receipt["modules"][1:]}))


CHANGES: list[Callable[[Path], None]] = [
    config,
    app,
    data,
    lock,
    hand_edit,
    stranger,
    damaged_receipt,
    other_version,
    other_code,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_changes_the_lab_is_built(lab: Path, builds: list[Path], change: Callable[[Path], None]) -> None:
    change(lab)
    run(lab)
    assert builds == [lab]


@pytest.mark.parametrize("options", [{"check": True}, {"force": True}], ids=["check", "force"])
def test_check_and_force_look_at_everything(lab: Path, builds: list[Path], options: dict[str, bool]) -> None:
    run(lab, **options)
    assert builds == [lab]


def test_a_new_module_beside_a_loaded_one_is_noticed(
    lab: Path, builds: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN an app that imports a module from outside of the repository
    library = tmp_path / "library"
    library.mkdir()
    (library / "names_of_mine.py").write_text("NAME = 'one'\n")
    monkeypatch.syspath_prepend(str(library))
    (lab / "apps/mine.py").write_text("import names_of_mine\n\n\ndef build(lab): pass\n")
    run(lab)
    run(lab)
    assert len(builds) == 1
    # WHEN that module changes
    (library / "names_of_mine.py").write_text("NAME = 'another'\n")
    # THEN the lab is built again
    run(lab)
    assert len(builds) == 2


def test_a_link_to_a_folder_is_not_trusted(lab: Path, builds: list[Path], tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (lab / "linked").symlink_to(tmp_path / "elsewhere")
    run(lab)
    run(lab)
    assert len(builds) == 2
