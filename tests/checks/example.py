"""What a rule says of the example on its page.

Objects alone are looked at as a tree. With files of a lab they become one: what `homelab.yaml` says goes over a small lab,
apps are apps, `homelab.lock` tells the facts of charts by construct, `crds/*.yaml` is the folder of `--crds`, and
`charts/<name>/` is what `homelab lock` once saw of a chart. A change is between folders of `generated`, with the facts of
charts by release.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from homelab_cdk.changes import Tree, difference_of
from homelab_cdk.checks import check, check_changes, check_tree
from homelab_cdk.checks._example import OBJECTS
from homelab_cdk.components import load_components
from homelab_cdk.config import parse_config
from homelab_cdk.constructs import components, forget
from homelab_cdk.lock import ChartTree, describe
from homelab_cdk.model import ChartFacts, Finding, Lock, decode
from homelab_cdk.schemas import SchemaSources
from homelab_cdk.synth._build import build_lab
from homelab_cdk.synth._collect import collect
from homelab_cdk.synth._run import Collected, order_lab
from tests.changes.pair import kustomization, release_key
from tests.labs import locked

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
            # All its lines belong to the other side.
            continue
        path = folder / (name or "apps/tree/objects.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for chart in sorted(folder.glob("charts/*")):
        _see(chart)
    config = parse_config(yaml.safe_dump(_over(BASE, files.get("homelab.yaml", "")), sort_keys=False).encode())
    apps = folder / "apps"
    with _catalogue():
        lab = build_lab(config, lock=_lock(files.get("homelab.lock", "")), apps=apps if apps.is_dir() else None)
        charts, items = collect(lab)
        built = order_lab(Collected(lab=lab, charts=charts, items=items))
        crds = folder / "crds"
        if crds.is_dir():
            built.schemas = SchemaSources(folders=(crds,))
        return check(built)


@contextmanager
def _catalogue() -> Iterator[None]:
    """Components that apps bring are forgotten again."""
    known = {kind.info.name for kind in components()}
    try:
        yield
    finally:
        for name in {kind.info.name for kind in components()} - known:
            forget(name)


def _over(base: str, text: str) -> dict[str, Any]:
    def merged(old: Any, new: Any) -> Any:
        if isinstance(old, dict) and isinstance(new, dict):
            return old | {key: merged(old.get(key), value) for key, value in new.items()}
        return new

    whole: dict[str, Any] = merged(yaml.safe_load(base), yaml.safe_load(text) or {})
    return whole


def _lock(text: str) -> Lock:
    facts = yaml.safe_load(text) or {}
    return locked({construct: decode(ChartFacts, known or {}) for construct, known in facts.items()})


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
    return check_changes(difference_of(_tree(before), _tree(after)), ())


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
    return Tree.of({**folders, "generated/flux-system": written}, facts)
