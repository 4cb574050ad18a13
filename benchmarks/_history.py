"""The history file: one line of JSON for each recorded run, without dates and names of machines."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from homelab_cdk import __version__

from ._figure import Figure

__all__ = ["HISTORY", "entry", "record"]

HISTORY = Path(__file__).parent / "history.jsonl"


def record(figures: Sequence[Figure], node: str, *, path: Path = HISTORY) -> None:
    """Append the figures of a run."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry(figures, node=_node(node), commit=_commit()), ensure_ascii=False) + "\n")


def entry(figures: Sequence[Figure], *, node: str, commit: str) -> dict[str, object]:
    """One line: what was measured, with which versions, and every figure by its key."""
    return {
        "version": __version__,
        "commit": commit,
        "python": platform.python_version(),
        "node": node,
        "cdk8s": version("cdk8s"),
        "figures": {figure.key: round(figure.value, 3) for figure in figures},
    }


def _commit() -> str:
    """The commit that is checked out, with a `+` where files differ from it."""
    asked = ["git", "describe", "--always", "--abbrev=12", "--match=-", "--dirty=+"]
    answer = subprocess.run(asked, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return answer.stdout.strip()


def _node(path: str) -> str:
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return answer.stdout.strip().removeprefix("v")
