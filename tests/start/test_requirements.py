"""The committed requirements are complete, hashed, and name no host."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
REQUIREMENTS = sorted((CHECKOUT / "requirements").glob("*.txt"))


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((CHECKOUT / "pyproject.toml").read_text())


def pins(name: str) -> dict[str, str]:
    """The package names of a requirements file, normalised, each with its version."""
    text = (CHECKOUT / "requirements" / name).read_text()
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


def names(requirements: list[str]) -> set[str]:
    """The normalised package names of requirement lines such as `cdk8s>=2`."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", line)[0]).lower() for line in requirements}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_no_address_and_no_index_is_recorded(path: Path) -> None:
    for number, line in enumerate(path.read_text().splitlines(), 1):
        assert "://" not in line, f"{path.name}:{number}: an address"
        assert not re.match(r"\s*-(?!-hash=)", line), f"{path.name}:{number}: an option of pip: {line}"


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_is_an_exact_version_with_hashes(path: Path) -> None:
    requirements = re.split(r"\n(?=\S)", path.read_text().replace("\\\n", ""))
    entries = [entry for entry in requirements if not entry.startswith("#")]
    assert entries
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==\S+.*--hash=sha256:[0-9a-f]{64}", entry), entry


def test_every_runtime_dependency_is_pinned(project: dict[str, Any]) -> None:
    wanted = names(project["project"]["dependencies"]) | names(project["build-system"]["requires"])
    assert wanted <= pins("runtime.txt").keys()


def test_every_extra_is_pinned_for_the_tests(project: dict[str, Any]) -> None:
    extras = project["project"]["optional-dependencies"]
    wanted = names([line for lines in extras.values() for line in lines])
    assert wanted <= pins("dev.txt").keys()


def test_the_tests_run_with_the_versions_that_a_synth_runs_with() -> None:
    development = pins("dev.txt")
    assert {name: development.get(name) for name in pins("runtime.txt")} == pins("runtime.txt")
