from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from homelab_cdk import _errors
from homelab_cdk.lock import ChartStore, Renderer
from homelab_cdk.model import ChartPin
from tests.lock._charts import pack, write_chart
from tests.lock._registry import serve

LIBRARY = """
import sys
from pathlib import Path
from homelab_cdk.lock import HelmLibrary
from homelab_cdk.model import ChartPin
print(HelmLibrary().pull(ChartPin(name="demo", version="1.2.3", repository=sys.argv[1]), Path(sys.argv[2])))
"""


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Helm keeps an index and logins in the user's home; here it has one of its own."""
    for kind in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"HELM_{kind}_HOME", str(tmp_path / "helm" / kind))


@pytest.mark.usefixtures("own_home")
@pytest.mark.parametrize("kind", ["repository", "registry"])
def test_a_chart_is_pulled_into_the_cache(tmp_path: Path, command: Renderer, kind: str) -> None:
    package = pack(write_chart(tmp_path / "made"), tmp_path)
    with serve(package) as served:
        pin = ChartPin(name="demo", version="1.2.3", repository=getattr(served, kind))
        found = ChartStore(None, tmp_path / "cache", renderer=command).get(pin)
    assert found.origin == "package"
    assert found.digest == "sha256:" + hashlib.sha256(package.read_bytes()).hexdigest()
    assert found == ChartStore(None, tmp_path / "cache", renderer=command).get(pin), (
        "without the server, from the cache"
    )


@pytest.mark.usefixtures("own_home")
@pytest.mark.parametrize("kind", ["repository", "registry"])
def test_a_version_that_is_not_there_is_told(tmp_path: Path, command: Renderer, kind: str) -> None:
    with serve(pack(write_chart(tmp_path / "made"), tmp_path)) as served:
        pin = ChartPin(name="demo", version="9.9.9", repository=getattr(served, kind))
        with pytest.raises(_errors.LockError, match=r"demo 9\.9\.9 cannot be fetched from .*: .*9\.9\.9"):
            ChartStore(None, tmp_path / "cache", renderer=command).get(pin)


@pytest.mark.usefixtures("own_home", "library")
@pytest.mark.parametrize("kind", ["repository", "registry"])
def test_the_library_pulls_too(tmp_path: Path, kind: str) -> None:
    # In a process of its own: the library reads its environment only when it is loaded.
    package = pack(write_chart(tmp_path / "made"), tmp_path)
    with serve(package) as served:
        done = subprocess.run(
            [sys.executable, "-c", LIBRARY, getattr(served, kind), str(tmp_path / "pulled")],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).read_bytes() == package.read_bytes()


@pytest.mark.usefixtures("own_home")
def test_a_registry_that_does_not_answer_is_told(tmp_path: Path, command: Renderer) -> None:
    with serve(pack(write_chart(tmp_path / "made"), tmp_path)) as served:
        pin = ChartPin(name="demo", version="1.2.3", repository=served.repository)
    with pytest.raises(_errors.LockError, match="cannot be fetched from .*connection refused"):
        ChartStore(None, tmp_path / "cache", renderer=command).get(pin)
