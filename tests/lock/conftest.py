from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.lock import HelmCommand, HelmLibrary, Renderer


@pytest.fixture(scope="session")
def library() -> Renderer:
    """Helm's library in this process."""
    found = HelmLibrary.load()
    if found is None:
        pytest.skip("the extra `helm` is not installed")
    return found


@pytest.fixture(scope="session")
def command(helm: Path) -> Renderer:
    """The helm command."""
    return HelmCommand(helm)


@pytest.fixture(params=["command", "library"])
def renderer(request: pytest.FixtureRequest) -> Renderer:
    """Each renderer in turn."""
    found: Renderer = request.getfixturevalue(request.param)
    return found
