"""The facts that the library ships for its own pins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from homelab_cdk.commands.ship import config_for, entry_text, ship
from homelab_cdk.components import load_components
from homelab_cdk.config import options_of
from homelab_cdk.constructs import Component, ComponentInfo, components, forget
from homelab_cdk.lock import HelmLibrary
from homelab_cdk.model import ChartPin, LockEntry, decode
from homelab_cdk.synth._build import build_lab
from tests.lock._charts import write_chart

load_components()


WITHOUT_OPTIONS = [kind for kind in components() if not any(option.required for option in options_of(kind))]


@pytest.mark.parametrize("kind", WITHOUT_OPTIONS, ids=lambda kind: kind.info.name)
def test_every_component_can_be_built_with_defaults_and_what_it_requires(kind: type) -> None:
    lab = build_lab(config_for(kind))
    assert any(isinstance(chart, kind) for chart in lab.unit_charts)


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parents[2].glob("homelab_cdk/facts/*.json")), ids=lambda path: path.stem
)
def test_what_is_shipped_is_read_back_equal(path: Path) -> None:
    entry = decode(LockEntry, json.loads(path.read_text()))
    assert decode(LockEntry, json.loads(entry_text(entry))) == entry


@pytest.fixture
def made_up_component() -> Iterator[None]:
    """A component with the chart `demo`."""

    class Demo(Component):
        """Serves."""

        info = ComponentInfo(
            name="demo-system",
            title="Demo",
            about="serves",
            slot="metrics",
            layer="observability",
            phase=2,
            docs="https://demo.example.com",
            chart=ChartPin(name="demo", version="1.2.3", repository="https://charts.example.com"),
        )

        def __init__(self, scope: Component, id: str = "demo-system", *, port: int = 81) -> None:
            """Serve.

            Args:
                scope: the lab.
                id: construct id.
                port: where; by default 81.
            """
            super().__init__(scope, id)
            self.add_namespace()
            self.add_chart({"port": port})

    yield
    forget("demo-system")


@pytest.mark.usefixtures("made_up_component")
def test_a_component_is_proven_with_its_defaults_and_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if HelmLibrary.load() is None:
        pytest.skip("the extra `helm` is not installed")
    monkeypatch.setattr("homelab_cdk.lock.find_renderer", HelmLibrary.load)
    charts, into = tmp_path / "charts", tmp_path / "facts"
    into.mkdir()
    write_chart(charts)
    arguments = ["demo-system", "--charts", str(charts), "--into", str(into)]
    assert CliRunner().invoke(ship, arguments).output == "written: demo.json\n"
    entry = decode(LockEntry, json.loads((into / "demo.json").read_text()))
    assert [service.name for service in entry.facts.services] == ["demo-system"]
    assert entry.paths.total == 1
    assert CliRunner().invoke(ship, arguments).output == "unchanged: demo.json\n"


def test_a_component_that_there_is_not_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(ship, ["abacus", "--into", str(tmp_path)])
    assert result.exit_code == 2
    assert result.stderr.startswith("error: no component is called 'abacus'; there are ")
