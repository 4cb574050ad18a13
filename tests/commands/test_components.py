"""`homelab components`: the catalogue, with and without a lab around."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from homelab_cdk.components import load_components
from homelab_cdk.config import options_of
from homelab_cdk.constructs import Component, ComponentInfo, Ending, components, forget
from tests.commands._lab import Run


def kinds() -> list[type[Component]]:
    load_components()
    return components()


@pytest.fixture
def made_up_component() -> Iterator[str]:
    """A component at its end of life, defined nowhere but here."""

    class Abacus(Component):
        """Counts."""

        info = ComponentInfo(
            name="abacus",
            title="Abacus",
            about="counts beads",
            slot="metrics",
            layer="observability",
            phase=2,
            docs="https://abacus.example.com",
            ending=Ending(reason="beads are out of stock", successor="calculator"),
        )

        def __init__(self, scope: Component, id: str = "abacus", *, beads: int = 10) -> None:
            """Count.

            Args:
                scope: the lab.
                id: construct id.
                beads: how many beads there are; by default 10.
            """
            super().__init__(scope, id)

    yield "abacus"
    forget("abacus")


def test_every_component_is_listed_below_its_slot(run: Run, tmp_path: Path) -> None:
    lines = run("components", "-C", tmp_path).stdout.splitlines()
    slot = ""
    listed = {}
    for line in lines:
        if line.startswith(" "):
            listed[line.split()[0]] = slot
        else:
            slot = line.split()[0]
    assert listed == {kind.info.name: kind.info.slot for kind in kinds()}


def test_a_component_that_is_defined_anywhere_is_listed(run: Run, tmp_path: Path, made_up_component: str) -> None:
    text = run("components", "-C", tmp_path).stdout
    assert "metrics (metrics; one)\n" in text
    assert "counts beads [end of life, use calculator]" in text
    one = run("components", made_up_component, "-C", tmp_path).stdout
    assert "end of life  beads are out of stock; use calculator\n" in one
    assert "  beads: a whole number = 10\n      how many beads there are; by default 10.\n" in one


def test_inside_a_lab_what_it_has_is_marked(run: Run, lab_repository: Path) -> None:
    text = run("components", "-C", lab_repository).stdout
    marked = {line.split()[1] for line in text.splitlines() if line.startswith("  * ")}
    assert {"metallb", "traefik", "postgresql", "gitea"} <= marked
    assert {"cloudnative-pg", "gateway-api"} <= marked, "what comes along is in the lab, too"


def test_one_component_is_described_in_full(run: Run, lab_repository: Path) -> None:
    text = run("components", "gitea", "-C", lab_repository).stdout
    assert text.startswith("Gitea: ")
    for part in (
        "  slot         gitServer (Git server)\n",
        "  chart        gitea 12.6.0 from oci://",
        "`databases: {postgresql: {main: {}}}`",
        "  data         holds data: ",
        "  in this lab  yes, as gitea\n",
        "  storageSize: ",
        "options of every component\n  namespace: ",
        "footprint (with default values)\n  Deployment  gitea  1 pod  ",
    ):
        assert part in text, part


def test_an_instance_is_named_as_in_the_lab(run: Run, lab_repository: Path) -> None:
    text = run("components", "postgresql", "-C", lab_repository).stdout
    assert "  write        databases: {postgresql: {main: {}}}\n" in text
    assert "  in this lab  yes, as postgresql-main\n" in text


def test_outside_of_a_lab_nothing_is_said_of_one(run: Run, tmp_path: Path) -> None:
    assert "in this lab" not in run("components", "-C", tmp_path).stdout
    assert "in this lab" not in run("components", "gitea", "-C", tmp_path).stdout


def test_a_lab_that_is_not_valid_does_not_hide_the_catalogue(run: Run, tmp_path: Path) -> None:
    (tmp_path / "homelab.yaml").write_text("version: 1\nnodes: 7\n")
    result = run("components", "-C", tmp_path)
    assert result.exit_code == 0
    assert "gitea" in result.stdout
    assert result.stderr.startswith("note: what is in this lab is not shown: homelab.yaml:")


def test_a_misspelt_component_is_told_what_was_meant(run: Run, tmp_path: Path) -> None:
    result = run("components", "gitae", "-C", tmp_path)
    assert result.exit_code == 2
    assert result.stderr == "error: no component is called 'gitae'; did you mean gitea?\n"


def test_json_has_every_component_with_every_option(run: Run, lab_repository: Path) -> None:
    told = json.loads(run("components", "--json", "-C", lab_repository).stdout)
    for kind, item in zip(kinds(), told["components"], strict=True):
        assert item["name"] == kind.info.name
        assert [option["key"] for option in item["options"]] == [option.key for option in options_of(kind)]
    [gitea] = [item for item in told["components"] if item["name"] == "gitea"]
    assert gitea["inLab"] == ["gitea"]
    assert gitea["facts"]["from"] == "with default values"
    assert gitea == json.loads(run("components", "gitea", "--json", "-C", lab_repository).stdout)
