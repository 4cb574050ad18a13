"""Where charts come from: a folder of the user's, a cache, their registries."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .. import _yaml_documents as _yaml
from .._cache_home import cache_home
from .._errors import LockError
from ..model import ChartPin, same_version
from ._chart import packed_metadata
from ._renderer import Renderer

__all__ = ["ChartStore", "LocalChart", "default_cache", "is_placeholder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalChart:
    """A chart on this machine: its folder or package, how it came there, and the SHA-256 of what was read.

    Plain manifests are in the folders of `path` that the pin names. The digest is that of the package file, or of all
    files of a folder in the order of their names.
    """

    path: Path
    origin: Literal["package", "checkout", "files"]
    digest: str


def default_cache() -> Path:
    """Where packages are kept between runs: in the cache folder of the operating system's user."""
    return cache_home() / "charts"


class ChartStore:
    """Charts by their pin.

    Looked up in this order: `charts/<name>-<version>.tgz`, `charts/<name>/` (with a Chart.yaml, or with the
    folder that a Git pin names), the cache, the registry, from which `renderer` pulls.
    """

    def __init__(self, charts: Path | None, cache: Path, *, renderer: Renderer) -> None:
        self._charts = charts
        self._cache = cache
        self._renderer = renderer
        self._found: dict[ChartPin, LocalChart] = {}
        if charts is not None and not charts.is_dir():
            raise LockError(f"the folder of charts {charts} does not exist; give an existing one with --charts")

    def get(self, pin: ChartPin) -> LocalChart:
        """The chart of a pin.

        Raises:
            LockError: it is nowhere, or what is there has another version.
        """
        if pin not in self._found:
            self._found[pin] = self._files(pin) if pin.repository.startswith("git+") else self._chart(pin)
        return self._found[pin]

    def _chart(self, pin: ChartPin) -> LocalChart:
        if self._charts is not None:
            for version in (pin.version, pin.version.removeprefix("v")):
                package = self._charts / f"{pin.name}-{version}.tgz"
                if package.is_file():
                    return self._package(pin, package)
            folder = self._charts / pin.name
            if (folder / "Chart.yaml").is_file():
                about = _yaml.load((folder / "Chart.yaml").read_text(encoding="utf-8-sig"))
                _check_version(pin, folder, about, placeholder=True)
                return LocalChart(path=folder, origin="checkout", digest=_tree_digest(folder))
        kept = self._cache / f"{_cache_name(pin)}.tgz"
        if not kept.is_file():
            self._cache.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._cache, prefix=".pull-") as folder_name:
                try:
                    pulled = self._renderer.pull(pin, Path(folder_name))
                except LockError as error:
                    raise LockError(self._nowhere(pin, str(error))) from None
                os.replace(pulled, kept)
        return self._package(pin, kept)

    def _package(self, pin: ChartPin, package: Path) -> LocalChart:
        _check_version(pin, package, packed_metadata(package), placeholder=False)
        digest = hashlib.sha256(package.read_bytes()).hexdigest()
        return LocalChart(path=package, origin="package", digest=f"sha256:{digest}")

    def _files(self, pin: ChartPin) -> LocalChart:
        top = self._charts / pin.name if self._charts is not None else None
        if top is None or not all((top / path).is_dir() for path in pin.paths):
            top = self._clone(pin)
            for path in pin.paths:
                if not (top / path).is_dir():
                    raise LockError(f"{pin.repository} at {pin.version} has no folder {path!r}")
        return LocalChart(path=top, origin="files", digest=_folders_digest([top / path for path in pin.paths]))

    def _clone(self, pin: ChartPin) -> Path:
        kept = self._cache / _cache_name(pin)
        if kept.is_dir():
            return kept
        import git

        self._cache.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=self._cache, prefix=".clone-"))
        try:
            url = pin.repository.removeprefix("git+")
            repo = git.Repo.clone_from(url, fresh, branch=pin.version, depth=1, single_branch=True)
            repo.close()
            shutil.rmtree(fresh / ".git", ignore_errors=True)
            os.replace(fresh, kept)
        except (git.GitError, OSError) as error:
            shutil.rmtree(fresh, ignore_errors=True)
            lines = [line.strip() for line in str(error).splitlines() if "fatal:" in line or "error:" in line.lower()]
            raise LockError(self._nowhere(pin, lines[0] if lines else str(error))) from None
        return kept

    def _nowhere(self, pin: ChartPin, why: str) -> str:
        if self._charts is None:
            looked = ""
        elif pin.repository.startswith("git+"):
            looked = f"; {self._charts} has no folder {' and '.join(f'{pin.name}/{path}' for path in pin.paths)}"
        else:
            looked = f"; {self._charts} has neither {pin.name}-{pin.version}.tgz nor {pin.name}/Chart.yaml"
        return f"{pin} cannot be fetched from {pin.repository}: {why}{looked}"


def _cache_name(pin: ChartPin) -> str:
    origin = hashlib.sha256(f"{pin.repository}#{','.join(pin.paths)}".encode()).hexdigest()[:8]
    return f"{pin.name}-{pin.version}-{origin}"


def is_placeholder(version: str) -> bool:
    """Whether a version is what a project's sources carry until a release is made of them."""
    return version.removeprefix("v").partition("-")[0] == "0.0.0"


def _check_version(pin: ChartPin, where: Path, about: object, *, placeholder: bool) -> None:
    found = about if isinstance(about, dict) else {}
    name, version = str(found.get("name")), str(found.get("version"))
    if name != pin.name:
        raise LockError(f"{where} holds the chart {name!r}, the lab pins {pin.name!r}; put the right chart there")
    if not same_version(version, pin.version) and not (placeholder and is_placeholder(version)):
        raise LockError(
            f"{where} holds {name} {version}, the lab pins {pin.version};"
            f" put {pin.version} there, or set the component's `version` to {version}"
        )


def _folders_digest(folders: Sequence[Path]) -> str:
    digests = [_tree_digest(folder) for folder in folders]
    return digests[0] if len(digests) == 1 else "sha256:" + hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _tree_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(item for item in folder.rglob("*") if item.is_file()):
        inside = file.relative_to(folder)
        if inside.parts[0] == ".git":
            continue
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{content}  {inside.as_posix()}\n".encode())
    return "sha256:" + digest.hexdigest()
