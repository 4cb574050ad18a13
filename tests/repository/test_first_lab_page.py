"""The page "from three empty machines to a working lab": what can be run without machines is run, as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from homelab_cdk.bootstrap import bootstrap_steps
from homelab_cdk.constructs import merge_values
from homelab_cdk.synth._run import build

MARK = "# needs the machines"

TOOLS = ("git", "kubectl", "mkdir", "ssh", "export", "sudo sh generated/hosts/")
"""What a marked command may begin with: everything else can be run by this test."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the heading above it, and its lines."""

    language: str
    heading: str
    text: str

    @property
    def needs_machines(self) -> bool:
        return self.text.startswith(MARK + "\n")

    @property
    def commands(self) -> list[str]:
        joined = self.text.replace("\\\n", "")
        return [" ".join(line.split()) for line in joined.splitlines() if line and not line.startswith("#")]


def blocks_of(text: str) -> Iterator[Block]:
    heading = ""
    for found in re.finditer(r"^#+ ([^\n]+)$|^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if found[1] is not None:
            heading = found[1]
        else:
            yield Block(language=found[2], heading=heading, text=found[3])


@pytest.fixture(scope="session")
def blocks(root: Path) -> list[Block]:
    return list(blocks_of((root / "docs" / "first-lab.md").read_text(encoding="utf-8")))


class Reader:
    """Somebody who types what the page says, in one shell after the other but always in the folder that was left."""

    def __init__(self, folder: Path, tools: Path, root: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "HOME": str(folder),
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(root),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            **{
                f"GIT_{who}_{what}": "reader@example.com"
                for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")
            },
        }

    def run(self, block: Block) -> str:
        """Run a block and stay where it ends; the output."""
        script = f"set -eu\n{block.text}\npwd > {self.environment['HOME']}/.where\n"
        done = subprocess.run(
            ["sh"], input=script, cwd=self.folder, env=self.environment, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, f"{block.text}\n{done.stdout}\n{done.stderr}"
        self.folder = Path(Path(self.environment["HOME"], ".where").read_text(encoding="utf-8").strip())
        return done.stdout

    def edit(self, block: Block) -> None:
        """Write what a YAML block says into homelab.yaml."""
        path = self.folder / "homelab.yaml"
        lab: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        for key, value in yaml.safe_load(block.text).items():
            known = lab.get(key)
            # A slot with one answer and no options is that answer's name alone.
            lab[key] = merge_values(known, value) if isinstance(known, dict) else value
        path.write_text(yaml.safe_dump(lab, sort_keys=False), encoding="utf-8")


@dataclass(frozen=True)
class Walk:
    """The folder of the lab after the walk, and what each command block printed."""

    lab: Path
    printed: dict[str, str]


@pytest.fixture(scope="session")
def walk(blocks: list[Block], root: Path, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    for tool in ("sh", "git"):
        if shutil.which(tool) is None:
            pytest.skip(f"there is no {tool} here")
    tools = tmp_path_factory.mktemp("tools")
    for name, main in (("homelab", "main"), ("homelab-synth", "synth_main")):
        script = tools / name
        script.write_text(
            f"#!{sys.executable}\nimport sys\nfrom homelab_cdk.commands import {main}\nsys.exit({main}())\n",
            encoding="utf-8",
        )
        script.chmod(0o755)
    reader = Reader(tmp_path_factory.mktemp("first-lab"), tools, root)
    printed: dict[str, str] = {}
    for block in blocks:
        if block.language == "yaml":
            reader.edit(block)
        elif not block.needs_machines:
            printed[block.text] = reader.run(block)
    return Walk(lab=reader.folder, printed=printed)


def test_every_block_is_commands_or_a_change_of_homelab_yaml(blocks: list[Block]) -> None:
    assert {block.language for block in blocks} == {"sh", "yaml"}


def test_only_what_needs_machines_is_marked(blocks: list[Block]) -> None:
    marked = [line for block in blocks if block.needs_machines for line in block.commands]
    assert marked != []
    assert [line for line in marked if not line.startswith(TOOLS)] == []
    assert [line for line in marked if line.startswith(("git init", "git add", "git commit"))] == []


def test_everything_else_works_as_it_stands(blocks: list[Block], walk: Walk) -> None:
    """The fixture has run it, in order, in an empty folder."""
    run = [block.text for block in blocks if block.language == "sh" and not block.needs_machines]
    assert list(walk.printed) == run
    assert (walk.lab / "generated" / "inventory.json").is_file()
    assert (walk.lab / "flux" / "fluxinstance-flux.yaml").is_file()


def test_what_it_shows_of_the_bootstrap_is_what_that_lab_needs(blocks: list[Block], walk: Walk) -> None:
    """From the first machine to the last unit, no command more, none less, none in another order."""
    headings = ("The machines", "What comes before Flux", "Flux")
    parts = [block for block in blocks if block.heading in headings and block.needs_machines]
    shown = [line for block in parts for line in block.commands]
    steps = bootstrap_steps(build(walk.lab))
    assert shown == [" ".join(line.split()) for step in steps for line in step.commands]


def test_the_way_out_of_a_blocked_install_is_that_of_the_bootstrap(blocks: list[Block], walk: Walk) -> None:
    stuck = " ".join(step.stuck for step in bootstrap_steps(build(walk.lab)))
    [block] = [block for block in blocks if block.heading == "When it blocks"]
    assert all(f"`{line}`" in stuck for line in block.commands)


def test_what_it_opens_and_reads_is_there(blocks: list[Block], walk: Walk) -> None:
    at_a_glance = (walk.lab / "generated" / "README.md").read_text(encoding="utf-8")
    for shown in ("https://grafana.home.example.com", "https://git.home.example.com", "grafana-admin", "gitea-admin"):
        assert shown in at_a_glance
    certificate = walk.lab / "generated" / "platform" / "cert-manager-config" / "certificate-private-ca.yaml"
    assert yaml.safe_load(certificate.read_text(encoding="utf-8"))["spec"]["secretName"] == "private-ca"
