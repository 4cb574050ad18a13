"""What `--help` says, word by word."""

from __future__ import annotations

import importlib

import click
import pytest
from click.testing import CliRunner
from syrupy.assertion import SnapshotAssertion

from homelab_cdk.commands._group import COMMANDS, homelab
from tests.commands._lab import Run


def test_the_help_of_the_group(run: Run, text_snapshot: SnapshotAssertion) -> None:
    assert run("--help").stdout == text_snapshot


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command(run: Run, name: str, text_snapshot: SnapshotAssertion) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.stdout == text_snapshot


def test_no_line_of_help_is_wider_than_a_terminal(run: Run) -> None:
    for name in ["", *COMMANDS]:
        wide = [line for line in run(*([name] if name else []), "--help").stdout.splitlines() if len(line) > 80]
        assert wide == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_the_name_by_which_the_group_finds_it(name: str) -> None:
    command = getattr(importlib.import_module(f"homelab_cdk.commands._{name}"), name)
    assert isinstance(command, click.Command)
    assert command.name == name


def test_a_misspelt_command_is_told_what_was_meant(run: Run) -> None:
    result = run("grahp")
    assert result.exit_code == 2
    assert "there is no command 'grahp'; did you mean 'graph'?" in result.stderr


def test_a_strange_command_is_told_what_there_is(run: Run) -> None:
    result = run("frobnicate")
    assert result.exit_code == 2
    assert "commands are init, synth, lock" in result.stderr


def test_without_a_command_the_help_is_shown() -> None:
    result = CliRunner().invoke(homelab, [])
    assert "Commands:" in result.output
    assert result.exit_code == 2
