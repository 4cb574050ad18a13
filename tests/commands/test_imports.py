"""`homelab --help` answers at once: it imports next to nothing, and starts no Node.js."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

ALLOWED = {
    "homelab_cdk",
    "homelab_cdk._errors",
    "homelab_cdk.commands",
    "homelab_cdk.commands._command",
    "homelab_cdk.commands._group",
}

# Runs a command in a fresh interpreter; tells what it imported beyond click, and whether it started a process.
_PROBE = """
import sys
import click
started = []
STARTS = ("subprocess.Popen", "os.exec", "os.fork", "os.posix_spawn")
sys.addaudithook(lambda event, args: started.append(event) if event in STARTS else None)
before = set(sys.modules)
sys.argv = ["homelab", *{arguments!r}]
from homelab_cdk.commands import {entry}
try:
    {entry}()
except SystemExit as done:
    code = done.code
import json
print(json.dumps({{"code": code, "started": started, "modules": sorted(set(sys.modules) - before)}}))
"""


def probe(*arguments: str, entry: str = "main") -> dict[str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", _PROBE.format(arguments=list(arguments), entry=entry)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    assert not told["code"]
    return told


@pytest.fixture(scope="module")
def help_of_the_group() -> dict[str, list[str]]:
    return probe("--help")


def test_help_imports_only_what_it_needs_of_the_library(help_of_the_group: dict[str, list[str]]) -> None:
    own = {name for name in help_of_the_group["modules"] if name.split(".")[0] == "homelab_cdk"}
    assert own == ALLOWED


def test_help_imports_nothing_of_others_but_click(help_of_the_group: dict[str, list[str]]) -> None:
    others = {name.split(".")[0] for name in help_of_the_group["modules"]} - sys.stdlib_module_names
    assert others - {"homelab_cdk", "click"} == set()


def test_help_starts_no_process(help_of_the_group: dict[str, list[str]]) -> None:
    assert help_of_the_group["started"] == []


@pytest.mark.parametrize(
    "arguments", [("--version",), ("lock", "--help"), ("init", "--help"), ("components", "--help")], ids=" ".join
)
def test_other_help_is_as_light(arguments: tuple[str, ...]) -> None:
    told = probe(*arguments)
    heavy = {"cdk8s", "constructs", "git", "jsii", "jsonschema", "yaml", "homelab_cdk.model", "homelab_cdk.synth"}
    assert heavy & set(told["modules"]) == set()
    assert told["started"] == []


def test_help_of_homelab_synth_is_as_light() -> None:
    told = probe("--help", entry="synth_main")
    own = {name for name in told["modules"] if name.split(".")[0] == "homelab_cdk"}
    assert own <= ALLOWED | {"homelab_cdk.commands._synth"}
