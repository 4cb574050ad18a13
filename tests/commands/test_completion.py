"""`homelab completion`, and what the shell is offered."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from click.shell_completion import ShellComplete

from homelab_cdk.commands._group import COMMANDS, homelab
from tests.commands._lab import Run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_for_both_commands(run: Run, shell: str) -> None:
    if shell == "bash" and shutil.which("bash") is None:
        pytest.skip("no bash, whose version is asked for")
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_HOMELAB_COMPLETE=" in result.stdout
    assert "_HOMELAB_SYNTH_COMPLETE=" in result.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_takes_the_script(run: Run, shell: str) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"no {shell}")
    script = run("completion", shell).stdout
    done = subprocess.run([found, "-n"], input=script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_all_commands_are_offered() -> None:
    offered = ShellComplete(homelab, {}, "homelab", "_HOMELAB_COMPLETE").get_completions([], "")
    assert [item.value for item in offered] == list(COMMANDS)
    assert all(item.help for item in offered)


def test_options_of_a_command_are_offered() -> None:
    offered = ShellComplete(homelab, {}, "homelab", "_HOMELAB_COMPLETE").get_completions(["graph", "--format"], "d")
    assert [item.value for item in offered] == ["dot", "d2"]
