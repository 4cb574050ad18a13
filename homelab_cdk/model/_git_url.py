"""The URLs that Flux reads Git repositories from."""

from __future__ import annotations

import re

from .._errors import BuildError

__all__ = ["check_git_url"]

_SCP_FORM = re.compile(r"(?:(?P<user>[\w.-]+)@)?(?P<host>[\w.-]+):(?P<path>(?!//)\S+)\Z")
_URL = re.compile(r"(?:https?|ssh)://(?:[^\s/@]+@)?(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::[0-9]+)?(?:/\S*)\Z")


def check_git_url(text: str) -> str:
    """The URL itself, when Flux's `GitRepository` accepts it: https, http or ssh.

    Raises:
        BuildError: it has another form, such as the scp form `git@host:path`, which Flux refuses.
    """
    if _URL.match(text):
        return text
    scp = _SCP_FORM.match(text)
    if scp is not None:
        target = f"ssh://{scp['user'] or 'git'}@{scp['host']}/{scp['path'].lstrip('/')}"
        raise BuildError(f'"{text}" has the scp form, which Flux does not read; write {target}')
    raise BuildError(f'"{text}" is not a Git URL; write https://host/path or ssh://git@host/path')
