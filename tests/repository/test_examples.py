"""Each lab of `examples/` is proven, has no finding, fits its machines, and converges."""

from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.capacity import plan_of
from homelab_cdk.checks import check
from homelab_cdk.order import Built, proofs
from homelab_cdk.rollout import rollout_of, simulate
from homelab_cdk.synth._run import build

EXAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "examples").glob("*/homelab.yaml"))


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda folder: folder.name)
def example(request: pytest.FixtureRequest) -> Built:
    return build(request.param)


def test_there_is_one_for_the_least_hardware() -> None:
    assert "minimum" in [folder.name for folder in EXAMPLES]


def test_it_is_proven(example: Built) -> None:
    assert [str(proof.release.chart) for proof in proofs(example) if proof.standing != "proven"] == []


def test_no_rule_finds_anything(example: Built) -> None:
    assert [str(finding) for finding in check(example)] == []


def test_it_fits(example: Built) -> None:
    plan = plan_of(example)
    assert plan.fits
    assert [str(item) for item in plan.comparisons if item.missing(item.minimum)] == []


def test_it_converges(example: Built) -> None:
    assert simulate(rollout_of(example)).converges
