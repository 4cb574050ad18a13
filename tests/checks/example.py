"""What a rule says of the example on its page.

Objects alone are looked at as a tree. With files of a lab they become one: what `homelab.yaml` says goes over a small lab,
apps are apps and may bring components of their own, `homelab.lock` tells the facts of charts by construct (beside the
`version` and the `values` that they were read with, where those are not the lab's), `crds/*.yaml` is the folder of `--crds`,
`charts/<name>/` is what `homelab lock` once saw of a chart, and `requirements.txt` with which extras the library is
installed. A file that one side leaves empty is not there. A change is between folders of `generated`, with what is applied by
hand in files of `flux/`, the facts of charts by release, and what the new `homelab.yaml` accepts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml

from homelab_cdk.changes import Tree, difference_of
from homelab_cdk.checks import check, check_changes, check_tree
from homelab_cdk.checks._example import OBJECTS
from homelab_cdk.components import load_components
from homelab_cdk.config import parse_config
from homelab_cdk.constructs import Lab, components, forget
from homelab_cdk.lock import ChartTree, describe
from homelab_cdk.model import ChartFacts, ChartPin, Finding, LabConfig, Lock, LockEntry, decode
from homelab_cdk.schemas import SchemaSources
from homelab_cdk.synth._build import build_lab
from homelab_cdk.synth._collect import collect
from homelab_cdk.synth._run import Collected, order_lab
from tests.changes.pair import kustomization, release_key
from tests.labs import PIN, locked

BASE = """
version: 1
name: homelab
domain: home.example.com
cluster: {distribution: k3s, kubernetes: "1.36"}
nodes:
  node-1:
    address: 192.168.1.11
    roles: [server]
    cores: 8
    memory: 32Gi
    disks: {nvme0n1: {size: 1Ti, kind: nvme}}
networks:
  node: 192.168.1.0/24
  dhcp: 192.168.1.100-192.168.1.199
  loadBalancer: [192.168.1.200-192.168.1.220]
git: {url: "https://git.example.com/me/homelab.git"}
"""

Files = Mapping[str, str]


def told(code: str, findings: Iterable[Finding]) -> list[str]:
    """What one rule says: `object: reason; fix`."""
    return [f"{finding.subject}: {finding.message}" for finding in findings if finding.code == code]


def written(says: str) -> list[str]:
    """What a page says that a rule says, without its line breaks."""
    return [" ".join(text.split()) for text in says.split("\n\n") if text]


def look(files: Files, folder: Path) -> list[Finding]:
    """What all rules find in a tree of objects, or in a lab of some files below an empty folder."""
    if set(files) == {OBJECTS}:
        return check_tree(list(yaml.safe_load_all(files[OBJECTS])))
    load_components()
    for name, text in files.items():
        if not text:
            continue
        path = folder / (name or "apps/tree/objects.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for chart in sorted(folder.glob("charts/*")):
        _see(chart)
    config = _config(files)
    apps = folder / "apps"
    folder_of_apps = apps if apps.is_dir() else None
    pins = {}
    if files.get("homelab.lock"):
        with _catalogue_as_before():
            pins = _pins(build_lab(config, apps=folder_of_apps))
    with _catalogue_as_before(), _installed(files.get("requirements.txt", "")):
        lab = build_lab(config, lock=_lock(files.get("homelab.lock", ""), pins), apps=folder_of_apps)
        charts, items = collect(lab)
        built = order_lab(Collected(lab=lab, charts=charts, items=items))
        crds = folder / "crds"
        if crds.is_dir():
            built.schemas = SchemaSources(folders=(crds,))
        return check(built)


@contextmanager
def _catalogue_as_before() -> Iterator[None]:
    """Take components that apps bring out of the catalogue again."""
    known = {kind.info.name for kind in components()}
    try:
        yield
    finally:
        for kind in components():
            if kind.info.name not in known:
                forget(kind.info.name)


_EXTRAS = {"lock": ("cel", "promql_parser")}
"""Extras that rules make use of, and the packages that each brings."""


@contextmanager
def _installed(requirements: str) -> Iterator[None]:
    """The library as it is installed by this file: without the packages of extras that the file does not ask for."""
    hidden: list[str] = []
    for extra, packages in _EXTRAS.items():
        if f"homelab-cdk[{extra}]" in requirements:
            for package in packages:
                pytest.importorskip(package, reason=f"the extra `{extra}` is not installed")
        elif requirements:
            hidden += packages
    with patch.dict(sys.modules, dict.fromkeys(hidden)):
        yield


def _config(files: Files) -> LabConfig:
    whole = _over(BASE, files.get("homelab.yaml", ""))
    return parse_config(yaml.safe_dump(whole, sort_keys=False).encode())


def _over(base: str, text: str) -> dict[str, Any]:
    def merged(old: Any, new: Any) -> Any:
        if isinstance(old, dict) and isinstance(new, dict):
            return old | {key: merged(old.get(key), value) for key, value in new.items()}
        return new

    whole: dict[str, Any] = merged(yaml.safe_load(base), yaml.safe_load(text) or {})
    return whole


def _pins(lab: Lab) -> dict[str, ChartPin]:
    return {release.construct: release.chart for chart in lab.unit_charts for release in chart.releases}


def _lock(text: str, pins: Mapping[str, ChartPin]) -> Lock:
    """What the lock knows of the charts that the lab has at these constructs; of no values where it names none."""
    entries: dict[str, LockEntry] = {}
    for construct, known in (yaml.safe_load(text) or {}).items():
        facts = dict(known or {})
        pin = pins.get(construct, PIN)
        pin, values = replace(pin, version=facts.pop("version", pin.version)), facts.pop("values", None)
        entries |= locked({construct: decode(ChartFacts, facts)}, pin=pin, values=values).entries
    return Lock(entries=entries)


def _see(chart: Path) -> None:
    schema = chart / "values.schema.json"
    seen = ChartTree(
        path=chart,
        name="operator",
        version="1.2.3",
        values=yaml.safe_load((chart / "values.yaml").read_text(encoding="utf-8")),
        schema=json.loads(schema.read_bytes()) if schema.is_file() else None,
    )
    describe({"sha256:0": seen})


def check_changes_of(before: Files, after: Files) -> list[Finding]:
    """What the rules find of a change from some files of a tree to others."""
    return check_changes(difference_of(_tree(before), _tree(after)), _config(after).accepted)


def _tree(files: Files) -> Tree:
    """A tree of folders below `generated`; each has a Kustomization, as `generated/flux-system` or the usual one says."""
    folders = {name: list(yaml.safe_load_all(text)) for name, text in files.items() if name.startswith("generated/")}
    written = folders.pop("generated/flux-system", [])
    named = {body["metadata"]["name"] for body in written}
    for folder, bodies in folders.items():
        unit = folder.rpartition("/")[2]
        if bodies and unit not in named:
            written.append(kustomization(unit, {"spec": {"path": f"./{folder}"}}))
    known = (yaml.safe_load(files.get("homelab.lock", "")) or {}).items()
    facts = {release_key(f"{name}/{name}"): decode(ChartFacts, entry) for name, entry in known}
    early = [body for name, text in files.items() if name.startswith("flux/") for body in yaml.safe_load_all(text)]
    return replace(Tree.of({**folders, "generated/flux-system": written}, facts), early=tuple(early))
