"""A lab in a folder, and a way to run commands in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from homelab_cdk.commands._group import homelab
from homelab_cdk.synth._run import run as run_synth
from tests.commands._lab import APP, Run, write_lab


class _TextFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def text_snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """One text file a snapshot."""
    return snapshot.use_extension(_TextFile)


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same width and no colours wherever the tests run."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture
def run() -> Run:
    """Run `homelab` with arguments; stdout and stderr are apart."""

    def run(*arguments: str | Path, input: str | None = None) -> Result:
        return CliRunner().invoke(homelab, [str(argument) for argument in arguments], input=input)

    return run


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lab once synthesized; only to be copied."""
    folder = write_lab(tmp_path_factory.mktemp("lab"), hello=APP)
    run_synth(folder)
    return folder


@pytest.fixture
def lab_repository(synthesized: Path, tmp_path: Path) -> Path:
    """A lab with the six systems and an app, synthesized, in a folder of its own."""
    folder = tmp_path / "lab"
    shutil.copytree(synthesized, folder)
    return folder
