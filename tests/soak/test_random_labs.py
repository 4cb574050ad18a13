"""Any valid configuration synthesizes; any damaged one is refused in words, never by a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from homelab_cdk import HomelabError
from homelab_cdk._errors import CheckError
from homelab_cdk.components import load_components
from homelab_cdk.config import parse_config
from homelab_cdk.synth._run import check_lab, collect_config, order_lab, render
from homelab_cdk.synth._tree import OwnedFile
from tests.strategies import damaged, lab_configs

load_components()

NOWHERE = Path("/nowhere")
"""A repository without apps and without a lock."""


def synthesize(data: bytes) -> dict[str, OwnedFile]:
    built = order_lab(collect_config(parse_config(data), NOWHERE))
    errors = [str(finding) for finding in check_lab(built) if finding.level == "error"]
    if errors:
        raise CheckError("\n".join(errors))
    return render(built)


def many(count: int) -> settings:
    return settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))


def test_valid_labs_synthesize(scale: Callable[[int], int]) -> None:
    @many(scale(2000))
    @given(lab_configs())
    def holds(text: str) -> None:
        files = synthesize(text.encode())
        assert "generated/flux-system/kustomization.yaml" in files

    holds()


def test_damaged_labs_are_refused_in_words(scale: Callable[[int], int]) -> None:
    outcomes = {"refused": 0, "synthesized": 0}

    @many(scale(2000))
    @given(lab_configs().flatmap(damaged))
    def holds(data: bytes) -> None:
        try:
            synthesize(data)
            outcomes["synthesized"] += 1
        except HomelabError as error:
            outcomes["refused"] += 1
            assert str(error).strip(), "an error says something"

    holds()
    if min(outcomes.values()) == 0:
        pytest.fail(f"the damage is too mild or too harsh to tell anything: {outcomes}")
