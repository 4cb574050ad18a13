"""What is committed: read out of Git's objects, without a checkout.

Git itself is asked, a process of a few milliseconds each; GitPython would take longer to import than all of them.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Base", "Missing", "blob_id", "committed_files", "find_base", "read_blobs"]

_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The commit that a tree is compared with; `name` is what people call it."""

    commit: str
    name: str

    def __str__(self) -> str:
        return f"{self.name} ({self.commit[:7]})" if self.name != self.commit else self.commit[:7]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Why there is nothing to compare with, as one line for people."""

    reason: str
    unknown: bool = False
    """Whether somebody named a revision that there is not."""
    usual: bool = False
    """Whether that is how a lab begins, so that nobody need hear of it."""


def find_base(root: Path, *, branch: str, ref: str | None = None) -> Base | Missing:
    """The commit to compare with: a given revision, or where the current one has left the branch that Flux follows.

    Of that branch the remote's state counts before the local one: it is what Flux has applied.

    Args:
        root: the folder of the lab.
        branch: the branch that Flux follows.
        ref: any revision that Git understands; by default the merge base.
    """
    found = _git(root, "rev-parse", "--is-shallow-repository", "HEAD")
    if found is None:
        return Missing(reason="git is not installed", usual=True)
    lines = found.stdout.decode(errors="replace").split()
    if found.returncode and not lines:
        why = found.stderr.decode(errors="replace").strip().partition("\n")[0].removeprefix("fatal: ")
        if why.startswith("not a git repository"):
            return Missing(reason="this folder is in no Git repository", usual=True)
        # Such as one that belongs to somebody else: then there is a history, and nobody has looked at it.
        return Missing(reason=f"git cannot read this repository: {why}")
    if found.returncode:
        return Missing(reason="nothing is committed yet", usual=True)
    shallow, head = lines[0] == "true", lines[1]
    if ref is not None:
        commit = _text(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        if commit:
            return Base(commit=commit, name=ref)
        hint = "; the history is shallow: `git fetch --unshallow` brings the rest" if shallow else ""
        return Missing(reason=f"Git knows no revision {ref}{hint}", unknown=True)
    name, tip = _tip(root, branch)
    if not tip:
        return Missing(
            reason=f"there is no branch {branch}, which Flux follows (git.branch); name a revision: --against REF"
        )
    base = head if tip == head else _text(root, "merge-base", head, tip)
    if base:
        return Base(commit=base, name=name)
    if shallow:
        return Missing(reason="the history is shallow: `git fetch --unshallow` brings the rest (fetch-depth: 0 in CI)")
    return Missing(reason=f"the current revision and {name} have no commit in common")


def committed_files(root: Path, base: Base, paths: Iterable[str]) -> dict[str, str]:
    """The files below some paths of a commit with the ids of their contents, relative to the lab."""
    listed = _git(root, "ls-tree", "-r", "-z", base.commit, "--", *paths)
    found: dict[str, str] = {}
    for entry in listed.stdout.decode(errors="surrogateescape").split("\0") if listed else ():
        meta, tab, path = entry.partition("\t")
        if tab and " blob " in meta:
            found[path] = meta.rpartition(" ")[2]
    return found


def read_blobs(root: Path, ids: Iterable[str]) -> Mapping[str, bytes]:
    """Contents by their ids."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    answer = _git(root, "cat-file", "--batch", text="\n".join([*wanted, ""]))
    found: dict[str, bytes] = {}
    data, at = answer.stdout if answer else b"", 0
    while at < len(data):
        end = data.index(b"\n", at)
        header = data[at:end].split()
        if len(header) != 3:
            # What is not there; a partial clone without a network is.
            at = end + 1
            continue
        size = int(header[2])
        found[header[0].decode()] = data[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return found


def blob_id(content: bytes, like: str = "") -> str:
    """The id that Git gives a content; of the same kind as another id."""
    data = b"blob %d\0" % len(content) + content
    if len(like) == 64:
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def _tip(root: Path, branch: str) -> tuple[str, str]:
    """The name and commit of a branch: of `origin`, of the only remote that has it, or else the local one."""
    # Whole names: a short one is another where a tag has the same.
    format_ = "--format=%(refname) %(objectname)"
    listed = _text(root, "for-each-ref", format_, f"refs/remotes/*/{branch}", f"refs/heads/{branch}")
    found = (line.rsplit(" ", 1) for line in listed.splitlines())
    refs = {name.removeprefix("refs/heads/").removeprefix("refs/remotes/"): commit for name, commit in found}
    remotes = [name for name in refs if name != branch]
    for name in (f"origin/{branch}", remotes[0] if len(remotes) == 1 else "", branch):
        if name in refs:
            return name, refs[name]
    return branch, ""


def _text(root: Path, *arguments: str) -> str:
    done = _git(root, *arguments)
    return done.stdout.decode(errors="replace").strip() if done and not done.returncode else ""


def _git(root: Path, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[bytes] | None:
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=root,
            env={**os.environ, **_ENVIRONMENT},
            input=text.encode() if text is not None else None,
            stdin=subprocess.DEVNULL if text is None else None,
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
