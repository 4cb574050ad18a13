"""One real file for each file of a machine: `expected/<lab>/<machine>/<file>`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosts.machines import Files


class Folder:
    """Expected files in a folder of their own; `--snapshot-update` writes them anew."""

    def __init__(self, path: Path, *, update: bool) -> None:
        self.path = path
        self.update = update

    def check(self, files: Files) -> None:
        """Compare every file, and look for files that nobody expects any more."""
        if self.update:
            self._write(files)
        found = {
            str(path.relative_to(self.path).as_posix()): path.read_text(encoding="utf-8")
            for path in sorted(self.path.rglob("*"))
            if path.is_file()
        }
        assert sorted(found) == sorted(files), "run `make snapshots`, then read the difference"
        for name, text in files.items():
            assert text == found[name], name

    def _write(self, files: Files) -> None:
        for path in sorted(self.path.rglob("*"), reverse=True):
            if path.is_file() and path.relative_to(self.path).as_posix() not in files:
                path.unlink()
        for name, text in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> Folder:
    """The expected files of a case of a parametrized test."""
    case = request.node.callspec.id
    update = bool(request.config.getoption("update_snapshots"))
    return Folder(Path(__file__).parent / "expected" / case, update=update)
