"""`homelab init`: a lab that reads, synthesizes and tells every answer."""

from __future__ import annotations

from pathlib import Path

import git
import pytest
import yaml
from syrupy.assertion import SnapshotAssertion

from homelab_cdk.commands._answers import Disk, check_text, machine, range_in, suggested_network
from homelab_cdk.commands._git import GitFacts
from homelab_cdk.commands._interview import Interview
from homelab_cdk.commands._starter import config_file, proposed
from homelab_cdk.components import load_components
from homelab_cdk.config import parse_config, read_config
from homelab_cdk.model import ByteSize
from tests.commands._lab import Run

load_components()

load_components()
STARTER = tuple(kind.info.name for kind in proposed())

FLAGS = (
    "--domain=home.example.com",
    "--node=node-1=192.168.1.11",
    "--load-balancer-range=192.168.1.200-192.168.1.220",
    "--git-url=https://git.example.com/me/homelab.git",
)


def test_flags_alone_give_a_lab_that_synthesizes(run: Run, tmp_path: Path) -> None:
    result = run("init", tmp_path / "lab", *FLAGS)
    assert result.exit_code == 0, result.stderr
    assert "run `homelab-synth -C " in result.stdout
    config = read_config(tmp_path / "lab/homelab.yaml")
    assert config.name == "lab"
    assert {choice.choice for choice in config.components} == set(STARTER)
    synth = run("synth", "-C", tmp_path / "lab")
    assert synth.exit_code == 0, synth.stderr
    assert "generated/apps/hello/" in run("explain", "deployment/hello", "-C", tmp_path / "lab").stdout


def test_every_answer_is_written_out(run: Run, tmp_path: Path, text_snapshot: SnapshotAssertion) -> None:
    more = ("--node=node-2=192.168.1.12", "--node=node-3=192.168.1.13", "--node=node-4=192.168.1.14")
    more += ("--name=attic", "--cores=8", "--memory=32Gi", "--disk=nvme0n1=1Ti", "--network=192.168.0.0/16")
    more += ("--dhcp-range=192.168.1.100-192.168.1.199", "--git-branch=prod", "--without=gitea")
    result = run("init", tmp_path / "lab", *FLAGS, *more)
    assert result.exit_code == 0, result.stderr
    text = (tmp_path / "lab/homelab.yaml").read_text()
    assert text == text_snapshot
    config = parse_config(text.encode())
    assert [node.roles for node in config.nodes] == [("server",)] * 3 + [("agent",)]
    assert config.refused == {"gitServer"}


@pytest.mark.parametrize("dropped", [("traefik", "gitea"), ("postgresql", "gitea"), STARTER], ids=" ".join)
def test_whatever_is_left_out_the_rest_synthesizes(run: Run, tmp_path: Path, dropped: tuple[str, ...]) -> None:
    result = run("init", tmp_path / "lab", *FLAGS, *(f"--without={name}" for name in dropped))
    assert result.exit_code == 0, result.stderr
    synth = run("synth", "-C", tmp_path / "lab")
    assert synth.exit_code == 0, synth.stderr


def test_what_cannot_be_built_is_refused_before_anything_is_written(run: Run, tmp_path: Path) -> None:
    result = run("init", tmp_path / "lab", *FLAGS, "--without=postgresql")
    assert result.exit_code == 2
    problem, hint = result.stderr.splitlines()
    assert problem.startswith("error: homelab.yaml:")
    assert "gitea needs PostgreSQL" in problem
    assert hint == "homelab.yaml was not written; these answers do not go together, choose others"
    assert not (tmp_path / "lab").exists()


def test_without_a_terminal_what_cannot_be_guessed_is_asked_for_by_option(run: Run, tmp_path: Path) -> None:
    result = run("init", tmp_path)
    assert result.exit_code == 2
    assert result.stderr == (
        "error: there is no terminal to ask on, so these options are needed:"
        " --domain, --node, --load-balancer-range, --git-url\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("flag", "told"),
    [
        ("--node=node-5", 'error: --node: "node-5" is no machine; write name and address'),
        ("--node=Node=192.168.1.15", 'error: --node: "Node" is not a DNS label'),
        ("--domain=Home Lab", 'error: --domain: "Home Lab" is not a host name'),
        ("--memory=32", 'error: --memory: "32" is not a size in bytes with a unit'),
        ("--disk=sda", 'error: --disk: "sda" is no disk'),
        ("--git-url=git@example.com:me/lab.git", "error: --git-url: "),
        ("--network=192.168.1.1/24", "error: --network: "),
        ("--without=vault", "error: --without: 'vault' is none of the proposed systems"),
        ("--load-balancer-range=10.0.0.1-10.0.0.9", "error: homelab.yaml:"),
    ],
)
def test_an_option_that_cannot_be_used_is_told(run: Run, tmp_path: Path, flag: str, told: str) -> None:
    result = run("init", tmp_path / "lab", *FLAGS, flag)
    assert result.exit_code == 2
    assert result.stderr.startswith(told)
    assert not (tmp_path / "lab").exists()


def test_nothing_is_overwritten_without_force(run: Run, tmp_path: Path) -> None:
    (tmp_path / "homelab.yaml").write_text("mine\n")
    refused = run("init", tmp_path, *FLAGS)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert (tmp_path / "homelab.yaml").read_text() == "mine\n"
    assert run("init", tmp_path, *FLAGS, "--force").exit_code == 0
    assert read_config(tmp_path / "homelab.yaml").domain == "home.example.com"


def test_what_git_ignores_is_added_to_what_is_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.bak\n__pycache__/")
    run("init", tmp_path, *FLAGS)
    assert (tmp_path / ".gitignore").read_text() == "*.bak\n__pycache__/\n.homelab-synth/\n"


def test_git_proposes_remote_and_branch(run: Run, tmp_path: Path) -> None:
    with git.Repo.init(tmp_path, initial_branch="trunk") as repository:
        repository.create_remote("origin", "git@git.example.com:me/lab.git")
    assert run("init", tmp_path, *FLAGS[:3]).exit_code == 0
    source = read_config(tmp_path / "homelab.yaml").git
    assert (source.url, source.branch) == ("ssh://git@git.example.com/me/lab.git", "trunk")


def test_answers_come_from_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN somebody who drops Gitea, mistypes the domain once, and takes most proposals
    replies = iter(["attic", "Bad Domain", "attic.example.com", "pi=10.0.0.5", "-", "", "", "8", "", "-", "-"])
    replies = iter([*replies, "https://git.example.com/me/attic.git", ""])
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda prompt: next(replies))
    monkeypatch.setattr("click.confirm", lambda text, **more: not text.startswith("Gitea"))
    # WHEN all questions are asked
    answers = Interview({}, asking=True).run(folder="x", facts=None, without=())
    # THEN the file has what was said, and proposals that follow from it
    config = parse_config(config_file(answers).encode())
    assert (config.name, config.domain) == ("attic", "attic.example.com")
    assert [(node.name, str(node.address), node.cores) for node in config.nodes] == [("pi", "10.0.0.5", 8)]
    assert str(config.networks.node) == "10.0.0.0/24"
    assert list(map(str, config.networks.load_balancer)) == ["10.0.0.200-10.0.0.220"]
    assert config.refused == {"gitServer"}
    assert list(replies) == []


@pytest.mark.parametrize("word", ["no", "on", "null", "true", "y", "1e3", "0x10", "007", "a", "home"])
def test_names_that_yaml_takes_for_something_else_are_quoted(run: Run, tmp_path: Path, word: str) -> None:
    assert run("init", tmp_path, *FLAGS, f"--name={word}").exit_code == 0
    assert read_config(tmp_path / "homelab.yaml").name == word
    assert yaml.safe_load((tmp_path / "homelab.yaml").read_text())["name"] == word


def test_an_ipv6_lab_is_valid(run: Run, tmp_path: Path) -> None:
    flags = ("--domain=home.example.com", "--node=pi=fd00:1::11", "--load-balancer-range=fd00:1::200-fd00:1::220")
    result = run("init", tmp_path, *flags, "--git-url=https://git.example.com/me/homelab.git")
    assert result.exit_code == 0, result.stderr
    assert str(read_config(tmp_path / "homelab.yaml").networks.node) == "fd00:1::/64"


def test_parts_of_answers() -> None:
    assert machine("a=192.168.001.1".replace("001", "1")).address == "192.168.1.1"
    assert suggested_network("10.1.2.3") == "10.1.2.0/24"
    assert range_in("10.1.2.0/24", 200, 220) == "10.1.2.200-10.1.2.220"
    assert range_in("10.1.2.0/28", 200, 220) == ""
    assert Disk.parse("sda=2Ti") == Disk(name="sda", size="2Ti", kind="ssd")
    assert check_text(ByteSize, "1Gi") == "1Gi"


@pytest.mark.parametrize(
    ("remote", "url"),
    [
        ("git@github.com:me/lab.git", "ssh://git@github.com/me/lab.git"),
        ("https://me:secret@git.example.com/me/lab.git", "https://git.example.com/me/lab.git"),
        ("/srv/git/lab.git", None),
    ],
)
def test_a_remote_is_proposed_as_flux_reads_it(remote: str, url: str | None) -> None:
    from homelab_cdk.commands._interview import _url

    assert _url(GitFacts(branch="main", remote=remote)) == url
