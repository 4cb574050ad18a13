"""Whether Git's branches are where they were, found out without Git: a run with nothing to do has no time for it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

__all__ = ["fingerprint_refs"]


def fingerprint_refs(root: Path, branch: str) -> str:
    """By content, of the files that say which commits are current and followed; empty outside of a repository.

    Args:
        root: the folder of the lab.
        branch: the branch that Flux follows.
    """
    for folder in (root.resolve(), *root.resolve().parents):
        own = folder / ".git"
        if own.exists():
            break
    else:
        return ""
    if own.is_file():
        # A linked worktree or a submodule says where it keeps its own.
        own = (folder / own.read_text(encoding="utf-8").partition("gitdir:")[2].strip()).resolve()
    digest = sha256()
    for path in _files(own, branch):
        content = _content(path)
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(own: Path, branch: str) -> Iterator[Path]:
    named = _content(own / "commondir").decode(errors="replace").strip()
    common = (own / named).resolve() if named else own
    head = _content(own / "HEAD").decode(errors="replace").partition("ref:")[2].strip()
    yield own / "HEAD"
    if head:
        yield common / head
    yield common / "refs/heads" / branch
    remotes = common / "refs/remotes"
    for remote in sorted(remotes.iterdir()) if remotes.is_dir() else ():
        yield remote / branch
    yield common / "packed-refs"
    yield common / "reftable/tables.list"
    yield common / "shallow"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
