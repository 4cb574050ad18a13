"""The repository's own lab, built once, as a roll-out."""

from __future__ import annotations

import pytest

from homelab_cdk.order import Built
from homelab_cdk.rollout import Rollout, rollout_of
from homelab_cdk.synth._run import build
from tests.conftest import CHECKOUT


@pytest.fixture(scope="session")
def built() -> Built:
    return build(CHECKOUT)


@pytest.fixture(scope="session")
def lab(built: Built) -> Rollout:
    return rollout_of(built)
