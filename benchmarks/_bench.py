"""What all measurements share: a folder, an environment, and the commands to compare."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from homelab_cdk._node import choose_node

from ._measure import Command

__all__ = ["LABS", "Bench"]

LABS = Path(__file__).parent / "labs"

_DROPPED = ("HOMELAB_", "JSII_", "PYTHON", "NODE_")
"""Variables that would change what is measured."""


@dataclass(kw_only=True)
class Bench:
    """One session of measurements.

    Every run gets a fresh folder and nothing is deleted before the end: on some file systems (ext4), creating files
    right after deleting many takes ten times as long.

    Attributes:
        folder: where everything is written; in memory, where the system has such a place.
        disk: a folder on a disk, for what is about writing files.
        rounds: runs of each side.
    """

    folder: Path
    disk: Path
    rounds: int
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        """Choose the Node.js once, so that every side starts the same one without looking for it."""
        self.node = choose_node()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_DROPPED)}
        self._environ = {
            **kept,
            "JSII_NODE": self.node.path,
            "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
        }

    def fresh(self, *, on_disk: bool = False) -> Path:
        """A folder that nobody has used yet."""
        path = (self.disk if on_disk else self.folder) / f"{next(self._numbers):04}"
        path.mkdir(parents=True)
        return path

    def lab(self, name: str, *, on_disk: bool = False, **settings: int | str) -> Path:
        """A fresh copy of a lab; settings replace the constants of these names in its applications."""
        root = self.fresh(on_disk=on_disk)
        shutil.copytree(LABS / name, root, dirs_exist_ok=True)
        for path in (root / "apps").glob("*.py"):
            lines = path.read_text().splitlines(keepends=True)
            path.write_text("".join(_set(line, settings) for line in lines))
        return root

    def repository(self) -> Path:
        """A fresh copy of what the repository's own lab is made from."""
        root = self.fresh()
        for name in ("homelab.yaml", "homelab.lock"):
            shutil.copy(LABS.parent.parent / name, root)
        shutil.copytree(LABS.parent.parent / "apps", root / "apps", ignore=shutil.ignore_patterns("__pycache__"))
        return root

    def synth(self, root: Path, *, cold: bool = False) -> Command:
        """`homelab-synth` in a lab."""
        return Command(line=[self.script("homelab-synth")], folder=root, environ=self._environment(cold))

    def python(self, *arguments: str, folder: Path | None = None, cold: bool = False) -> Command:
        """The interpreter that this runs in, with some arguments."""
        line = [sys.executable, *arguments]
        return Command(line=line, folder=folder or self.fresh(), environ=self._environment(cold))

    def script(self, name: str) -> str:
        """An installed command of this environment.

        Raises:
            RuntimeError: the library is not installed.
        """
        path = Path(sys.executable).parent / name
        if not path.is_file():
            raise RuntimeError(f"{path}: there is no such command; install the library with `make setup`")
        return str(path)

    def _environment(self, cold: bool) -> Mapping[str, str]:
        """With caches of this session: of bytecode and of what jsii unpacks. A cold run gets empty ones."""
        caches = self.fresh() if cold else self.folder / "caches"
        return {
            **self._environ,
            "PYTHONPYCACHEPREFIX": str(caches / "bytecode"),
            "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(caches / "jsii"),
            # What `homelab lock` has learnt on this machine would be looked at, too.
            "XDG_CACHE_HOME": str(caches / "of-programs"),
        }


def _set(line: str, settings: Mapping[str, int | str]) -> str:
    name, equals, _ = line.partition(" = ")
    return f"{name} = {settings[name]!r}\n" if equals and name in settings else line
