"""What Git says of the repository that a lab lives in."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from ..model import GitSource

__all__ = ["GitFacts", "git_facts", "git_warnings"]

_PARTS = re.compile(r"(?:[a-z+]+://)?(?:[^@/]+@)?(?P<host>[^:/]+)(?::\d+(?=/))?[:/]+(?P<path>.*?)(?:\.git)?/*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class GitFacts:
    """A repository as it is now.

    Attributes:
        branch: the current branch; nothing where none is checked out.
        remote: URL of the remote `origin`, or else of the only one; nothing where there is none.
        uncommitted: what describes the lab and is not committed, relative to the lab.
    """

    branch: str | None
    remote: str | None
    uncommitted: tuple[str, ...] = ()


def git_facts(root: Path, *, sources: tuple[str, ...] = ("homelab.yaml", "homelab.lock", "apps")) -> GitFacts | None:
    """What Git says of a folder; nothing where it is in no repository, or there is no Git.

    Imports GitPython, which takes about as long as a tenth of a run: for terminals and `--json` only.
    """
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    try:
        import git

        with git.Repo(root, search_parent_directories=True) as repository:
            if repository.bare:
                return None
            return GitFacts(
                branch=None if repository.head.is_detached else repository.active_branch.name,
                remote=_remote(repository),
                uncommitted=_uncommitted(repository, root, sources),
            )
    except (ImportError, OSError, ValueError):
        return None
    except Exception as error:
        # GitPython's own errors are known only once it is imported.
        if type(error).__module__.startswith("git."):
            return None
        raise


def _remote(repository: object) -> str | None:
    import git

    assert isinstance(repository, git.Repo)
    remotes = {remote.name: remote for remote in repository.remotes}
    chosen = remotes.get("origin") or (next(iter(remotes.values())) if len(remotes) == 1 else None)
    return next(chosen.urls, None) if chosen is not None else None


def _uncommitted(repository: object, root: Path, sources: tuple[str, ...]) -> tuple[str, ...]:
    import git

    assert isinstance(repository, git.Repo)
    present = [name for name in sources if (root / name).exists()]
    if not present:
        return ()
    top = Path(str(repository.working_tree_dir))
    # `-z` leaves names as they are; without it Git quotes and escapes them.
    paths = [str((root / name).resolve()) for name in present]
    status = repository.git.status("-z", "--porcelain", "--no-renames", "--", *paths)
    found = {os.path.relpath(top / entry[3:], root.resolve()) for entry in status.split("\0") if entry}
    return tuple(sorted(Path(path).as_posix() for path in found))


def git_warnings(facts: GitFacts | None, source: GitSource) -> list[str]:
    """Where the repository differs from what `homelab.yaml` tells Flux, in words for people."""
    if facts is None:
        return []
    found = []
    if facts.branch is not None and facts.branch != source.branch:
        found.append(
            f"the current branch is {facts.branch}, Flux follows {source.branch} (git.branch in homelab.yaml);"
            " what is committed here is rolled out once it is merged"
        )
    if facts.remote is not None and _same(facts.remote) != _same(source.url):
        found.append(
            f"the remote is {_shown(facts.remote)}, Flux reads {source.url} (git.url in homelab.yaml);"
            " correct one of them"
        )
    return found


def _same(url: str) -> tuple[str, str]:
    """Host and path, whatever the protocol: one repository has an SSH and an HTTPS address."""
    parts = _PARTS.match(url)
    return (parts["host"].lower(), parts["path"].strip("/")) if parts else ("", url)


def _shown(url: str) -> str:
    """A URL without the password that may stand in it."""
    return re.sub(r"(://)[^/@]*@", r"\1", url)
