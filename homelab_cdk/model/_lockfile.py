"""`homelab.lock`: what was proven of each chart, and the facts read out of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from .._errors import LockError
from ._codec import decode, encode
from ._facts import ChartFacts
from ._objects import GroupKind, ObjectKey

__all__ = [
    "ChartPin",
    "Lock",
    "LockEntry",
    "PathCounts",
    "Release",
    "fingerprint",
    "parse_lock",
    "read_lock",
    "resources_fingerprint",
    "write_lock",
]

Origin = Literal["package", "checkout", "files"]

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ChartPin:
    """One chart at one version.

    `repository` is `oci://host/path/name` for an OCI chart, `https://host/path` for a Helm repository with an
    index, or `git+https://host/path` for manifests that are read straight from a Git tag (then `path` is the
    folder, and `more_paths` are folders that are applied with it).
    """

    name: str
    version: str
    repository: str
    path: str = ""
    more_paths: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Every folder of a Git tag that is read."""
        return (self.path, *self.more_paths)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A chart as a lab installs it: what `homelab lock` renders and synth writes as a HelmRelease.

    `construct` is the path of the construct that installs it; it names the entry of the lock. `patches` are what Flux
    changes after it has rendered the chart: maps with `kind`, `name`, `namespace` where one is meant, and JSON6902
    `operations`. `in_tree` says that what the chart renders stands in the tree itself, in place of a HelmRelease.
    """

    construct: str
    chart: ChartPin
    name: str
    namespace: str
    values: Mapping[str, object] = field(default_factory=dict)
    patches: tuple[Mapping[str, object], ...] = ()
    in_tree: bool = False

    @property
    def fingerprint(self) -> str:
        """The fingerprint of all that decides what comes out of the chart beside its version."""
        return fingerprint({"values": self.values, "patches": self.patches} if self.patches else self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathCounts:
    """How the value paths that a lab sets were accounted for; `open` lists those that nothing describes."""

    known: int = 0
    typed: int = 0
    kubernetes: int = 0
    open: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """All paths."""
        return self.known + self.typed + self.kubernetes + len(self.open)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockEntry:
    """The certificate and the facts of one release.

    `origin` is `package` for the published chart, `checkout` where a source checkout was rendered instead,
    `files` for plain manifests. `digest` is the SHA-256 of what was read. `values` is the fingerprint of the
    values that were rendered, `resources` that of the lab's custom resources that were validated against this
    chart's CRDs; synth compares both with what it is about to write. `kubernetes` is the minor version that was
    rendered for, written as `1.36.0` whatever the patch of the machines is. `custom_resources` counts those, and
    `cel_rules` the different CEL rules that judged them. `namespace` is where the release was rendered for, and
    `output` the SHA-256 of what came out, for a release whose output stands in the tree.
    """

    chart: ChartPin
    namespace: str = ""
    origin: Origin
    digest: str
    kubernetes: str
    values: str
    resources: str
    paths: PathCounts = PathCounts()
    custom_resources: int = 0
    cel_rules: int = 0
    output: str = ""
    facts: ChartFacts = ChartFacts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """All entries by the path of the construct that installs the chart (`traefik`, `gitea`)."""

    entries: Mapping[str, LockEntry] = field(default_factory=dict)


def fingerprint(value: object) -> str:
    """A SHA-256 over plain JSON values that does not depend on the order of keys."""
    return "sha256:" + hashlib.sha256(_canonical(value).encode()).hexdigest()


def resources_fingerprint(bodies: Iterable[Mapping[str, object]], facts: ChartFacts) -> str:
    """The fingerprint of those objects whose CRD a chart brings, whatever the order in which they come.

    `homelab lock` and synth both call it: equal fingerprints say that exactly these custom resources were
    validated.
    """
    kinds = {crd.group_kind for crd in facts.crds}
    judged = [body for body in bodies if GroupKind.of(body) in kinds]
    return fingerprint(sorted(judged, key=lambda body: (ObjectKey.of(body), _canonical(body))))


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)


def read_lock(path: Path) -> Lock:
    """Read a lock; an absent file is an empty lock.

    Raises:
        LockError: the file is no lock, or of a version that this library does not know.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Lock()
    return parse_lock(text, name=path.name)


def parse_lock(text: bytes, *, name: str = "homelab.lock") -> Lock:
    """Read a lock from the bytes of a file; see `read_lock`.

    Raises:
        LockError: the file is no lock, or of a version that this library does not know.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise LockError(
            f"{name} is not JSON ({error}); restore it from Git or make it anew with `homelab lock`"
        ) from None
    found = data.get("version") if isinstance(data, dict) else None
    if found != VERSION:
        raise LockError(
            f"{name} has version {found!r}, this library reads version {VERSION}; make it anew with `homelab lock`"
        )
    try:
        return Lock(entries=decode(dict[str, LockEntry], data.get("charts", {})))
    except ValueError as error:
        raise LockError(
            f"{name} is damaged: {error}; restore it from Git or make it anew with `homelab lock`"
        ) from None


def write_lock(lock: Lock) -> str:
    """The text of a lock: stable order, one short line a fact, made to be read in a review."""
    data = {
        "version": VERSION,
        "charts": {name: encode(lock.entries[name]) for name in sorted(lock.entries)},
    }
    return _text(data, 0) + "\n"


_WIDTH = 160
_FACTS_DEPTH = 4
"""Where the lists of facts stand: each fact on lines of its own, however short, so that a diff shows it alone."""


def _text(value: object, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value:
        return flat
    facts = isinstance(value, list) and depth <= _FACTS_DEPTH and isinstance(value[0], dict)
    if len(flat) + 2 * depth <= _WIDTH and depth > 1 and not facts:
        return flat
    pad = "  " * (depth + 1)
    end = "\n" + "  " * depth
    if isinstance(value, dict):
        inner = ",\n".join(f"{pad}{json.dumps(key)}: {_text(item, depth + 1)}" for key, item in value.items())
        return "{\n" + inner + end + "}"
    inner = ",\n".join(pad + _text(item, depth + 1) for item in value)
    return "[\n" + inner + end + "]"
