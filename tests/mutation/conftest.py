"""The clinic that all kinds of damage are brought to."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from homelab_cdk._yaml_dialect import Loader
from homelab_cdk.components.flux import FLUX_SCHEMAS
from homelab_cdk.lock import ChartTree, describe
from homelab_cdk.model import Body, GroupKind, at, read_lock
from homelab_cdk.schemas import SchemaCache, crds_in
from homelab_cdk.synth._run import build
from tests.conftest import CHECKOUT
from tests.mutation.clinic import Clinic


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of these tests alone: without their templates, the charts in it would mislead all others."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _in_the_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMELAB_CACHE", str(cache))


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, cache: Path) -> Clinic:
    """The repository's own lab, with what `homelab lock` keeps of its charts where their data is at hand."""
    try:
        shared: Path | None = request.getfixturevalue("shared_dir")
    except pytest.skip.Exception:
        shared = None
    schemas = None if shared is None else _learn(shared, tmp_path_factory.mktemp("schemas"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOMELAB_CACHE", str(cache))
        if shared is not None:
            _describe(shared / "charts")
        return Clinic(CHECKOUT, schemas=schemas, workshop=tmp_path_factory.mktemp("workshop"))


def _learn(shared: Path, folder: Path) -> Path:
    """Keep the schemas of the kinds that the lab has objects of; reading all of them would take as long as the tests."""
    cache = SchemaCache(folder)
    cache.learn(FLUX_SCHEMAS, crds_in(shared / "crds" / "flux"))
    used = {item.group_kind for item in build(CHECKOUT).items}
    wanted: dict[GroupKind, list[str]] = defaultdict(list)
    for entry in read_lock(CHECKOUT / "homelab.lock").entries.values():
        for crd in entry.facts.crds:
            if crd.group_kind in used:
                wanted[crd.group_kind].append(entry.digest)
    found: dict[str, dict[GroupKind, Body]] = defaultdict(dict)
    for path in sorted((shared / "charts").glob("*/crds/*.yaml")):
        text = path.read_text(encoding="utf-8")
        if not any(f"group: {kind.group}\n" in text and f" kind: {kind.kind}\n" in text for kind in wanted):
            continue
        for body in yaml.load_all(text, Loader):
            kind = GroupKind(at(body, "spec").get("group", ""), at(body, "spec", "names").get("kind", ""))
            for digest in wanted.get(kind, ()):
                found[digest].setdefault(kind, body)
    for digest, bodies in found.items():
        cache.learn(digest, bodies.values())
    return folder


def _describe(charts: Path) -> None:
    """Keep what the charts of the lab know of values; their templates are not at hand."""
    for entry in read_lock(CHECKOUT / "homelab.lock").entries.values():
        folder = charts / entry.chart.name
        defaults, schema = folder / "values.yaml", folder / "values.schema.json"
        if defaults.is_file() and str(_yaml(folder / "Chart.yaml").get("version")) == entry.chart.version:
            tree = ChartTree(
                path=folder,
                name=entry.chart.name,
                version=entry.chart.version,
                values=_yaml(defaults),
                schema=json.loads(schema.read_bytes()) if schema.is_file() else None,
            )
            describe({entry.digest: tree})


def _yaml(path: Path) -> dict[str, object]:
    found = yaml.load(path.read_text(encoding="utf-8"), Loader) if path.is_file() else None
    return found if isinstance(found, dict) else {}
