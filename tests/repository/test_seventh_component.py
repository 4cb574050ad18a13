"""One class is all that a new component takes: everything else finds it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from homelab_cdk.commands._group import homelab
from homelab_cdk.config import json_schema
from homelab_cdk.docs import components_page
from homelab_cdk.synth._run import build, render
from tests.made_up import made_up


@pytest.fixture(autouse=True)
def teapot() -> Iterator[None]:
    with made_up():
        yield


@pytest.fixture
def lab(root: Path, tmp_path: Path) -> Path:
    text = (root / "homelab.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "lab"
    shutil.copytree(root / "apps", folder / "apps")
    (folder / "homelab.yaml").write_text(f"{text}artifacts:\n  teapot:\n    tea: green\n", encoding="utf-8")
    return folder


def homelab_says(*arguments: str | Path) -> str:
    result: Result = CliRunner().invoke(homelab, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_schema_takes_its_options() -> None:
    text = str(json_schema())
    assert "brews tea for the whole lab" in text
    assert "how many cups it holds; by default 4" in text


def test_its_options_are_checked(lab: Path) -> None:
    path = lab / "homelab.yaml"
    path.write_text(path.read_text().replace("tea: green", "tea: gren"))
    result = CliRunner().invoke(homelab, ["synth", "-C", str(lab)])
    assert result.exit_code == 2
    assert 'artifacts.teapot.tea takes black or green, got "gren"; did you mean green?' in result.stderr


def test_the_catalogue_lists_it() -> None:
    assert "brews tea for the whole lab" in homelab_says("components")
    assert "cups" in homelab_says("components", "teapot")


def test_it_is_built_and_waits_for_what_it_requires(lab: Path) -> None:
    unit = next(unit for unit in build(lab).units if unit.name == "teapot")
    assert unit.folder == "delivery/teapot"
    assert set(unit.depends_on) == {"gateway-api"}


def test_the_tree_holds_it(lab: Path) -> None:
    files = render(build(lab))
    assert "tea: green" in files["generated/delivery/teapot/helmrelease-teapot.yaml"].content
    assert "kustomization-teapot.yaml" in files["generated/flux-system/kustomization.yaml"].content
    assert "[Teapot](https://teapot.example.com/docs)" in files["generated/README.md"].content


def test_explain_knows_where_an_option_was_set(lab: Path) -> None:
    homelab_says("synth", "-C", lab)
    said = homelab_says("explain", "helmrelease/teapot", "-C", lab)
    assert "Teapot" in said
    assert "green" in said
    assert "homelab.yaml:" in said


def test_the_graph_shows_it(lab: Path) -> None:
    assert "gateway-api --> teapot" in homelab_says("graph", "--format", "mermaid", "-C", lab)


def test_the_docs_describe_it() -> None:
    page = components_page()
    assert "### teapot" in page
    assert "| `tea` | `black` or `green` | what is brewed; by default `black`. |" in page
