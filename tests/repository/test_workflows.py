"""The workflows of the repository: what they run is pinned, and what they ask of `homelab` exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import CHECKOUT

WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_its_commit_and_says_its_version(path: Path) -> None:
    lines = [line.strip("- ") for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert lines
    assert [line for line in lines if not re.fullmatch(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_target_of_make_is_there(path: Path) -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    targets = {found for step in steps(path) for found in re.findall(r"\bmake ([a-z-]+)", step.get("run", ""))}
    assert targets
    assert {name for name in targets if not re.search(rf"^{name}:", makefile, re.M)} == set()


def test_a_pull_request_tells_what_it_changes_with_the_history_at_hand() -> None:
    found = steps(CHECKOUT / ".github" / "workflows" / "homelab.yml")
    assert [step["with"]["fetch-depth"] for step in found if "checkout" in step.get("uses", "")] == [0]
    [told] = [step["run"] for step in found if "homelab check" in step.get("run", "")]
    written = re.search(r"--sarif (\S+)", told)
    assert written is not None
    assert written[1] in [step.get("with", {}).get("sarif_file") for step in found]
