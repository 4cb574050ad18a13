"""Every problem of a file is reported in one go."""

from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk._errors import ConfigError
from homelab_cdk.config import parse_config, read_config
from tests.config.catalogue import CATALOGUE

MANY = """\
version: 1
name: Home Lab
domian: home.example.com
nodes:
  node-1: {address: 192.168.1.11, roles: [server], cores: eight, memory: 32}
  node-2: {address: 192.168.1.11, roles: [agent], cores: 4, memory: 16Gi}
  node-2: {}
networks: {node: 192.168.1.0/24, service: 10.42.0.0/16}
git: {url: git@example.com:me/homelab.git}
loadBalancer: traefik
databases: {postgresql: {on: {disk: 1}}}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_config(text.encode(), kinds=CATALOGUE)
    return caught.value.problems


def test_schema_names_and_cross_checks_come_together_in_the_order_of_the_file() -> None:
    found = problems(MANY)

    assert [problem.split(": ")[0].removeprefix("homelab.yaml:") for problem in found] == [
        "2:7",
        "3:1",
        "5:59",
        "5:74",
        "6:21",
        "7:3",
        "8:43",
        "9:12",
        "10:15",
        "11:26",
        "11:31",
    ]


def test_a_problem_is_said_once() -> None:
    found = problems(MANY)

    assert len(found) == len(set(found))


def test_a_newer_version_is_the_only_thing_said() -> None:
    assert len(problems(MANY.replace("version: 1", "version: 2"))) == 1


def test_a_missing_file_names_the_command_that_writes_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^homelab.yaml: there is no such file; `homelab init` writes one"):
        read_config(tmp_path / "homelab.yaml", kinds=CATALOGUE)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: is a directory"):
        read_config(tmp_path, kinds=CATALOGUE, shown_as="homelab.yaml")


def test_deep_nesting_does_not_exhaust_the_stack() -> None:
    assert "nested deeper" in problems(f"version: {'[' * 100_000}")[0]


def test_merges_of_merges_do_not_exhaust_the_time() -> None:
    bomb = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 60))

    assert any("unfolds to more than" in problem for problem in problems(bomb))
