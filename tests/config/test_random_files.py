"""Whatever a file holds, it is either read or refused with problems for people."""

from __future__ import annotations

import re

import yaml
from hypothesis import HealthCheck, given, settings, strategies as st

from homelab_cdk._errors import ConfigError
from homelab_cdk.config import parse_config
from tests.config.catalogue import CATALOGUE
from tests.strategies import damaged, lab_configs

PROBLEM = re.compile(r"homelab\.yaml:(\d+):(\d+): \S.*")

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@slow
@given(lab_configs(kinds=CATALOGUE))
def test_a_valid_file_is_read_as_any_reader_of_yaml_does(text: str) -> None:
    config = parse_config(text.encode(), kinds=CATALOGUE)
    value = yaml.safe_load(text)

    assert [node.name for node in config.nodes] == list(value["nodes"])
    assert config.git.branch == value["git"].get("branch", "main")
    for choice in config.components:
        answer = value[choice.slot]
        if isinstance(answer, dict):
            inner = answer[choice.choice]
            given_options = inner[choice.instance] if choice.slot == "databases" else inner
            assert choice.options == (given_options or {})


@slow
@given(lab_configs(kinds=CATALOGUE).flatmap(damaged))
def test_a_damaged_file_is_read_or_refused_in_words(data: bytes) -> None:
    try:
        parse_config(data, kinds=CATALOGUE)
    except ConfigError as error:
        lines = len(data.decode("utf-8", "replace").splitlines()) + 1
        places = []
        for problem in error.problems:
            match = PROBLEM.fullmatch(problem)
            assert match is not None, problem
            places.append((int(match[1]), int(match[2])))
        assert places == sorted(places)
        assert places[-1][0] <= lines


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    try:
        parse_config(data, kinds=CATALOGUE)
    except ConfigError as error:
        assert error.problems
    else:
        raise AssertionError("no file of 60 bytes describes a lab")
