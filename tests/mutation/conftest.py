"""The clinic that all kinds of damage are brought to."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from homelab_cdk.components.flux import FLUX_SCHEMAS
from homelab_cdk.model import Body, GroupKind, read_lock
from homelab_cdk.schemas import SchemaCache, crds_in
from tests.conftest import CHECKOUT
from tests.mutation.clinic import Clinic


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Clinic:
    """The repository's own lab, with the schemas that `homelab lock` keeps where the CRDs of its charts are at hand."""
    try:
        shared: Path | None = request.getfixturevalue("shared_dir")
    except pytest.skip.Exception:
        shared = None
    schemas = None if shared is None else _learn(shared, tmp_path_factory.mktemp("schemas"))
    return Clinic(CHECKOUT, schemas=schemas, workshop=tmp_path_factory.mktemp("workshop"))


def _learn(shared: Path, folder: Path) -> Path:
    cache = SchemaCache(folder)
    cache.learn(FLUX_SCHEMAS, crds_in(shared / "crds" / "flux"))
    wanted: dict[GroupKind, list[str]] = defaultdict(list)
    for entry in read_lock(CHECKOUT / "homelab.lock").entries.values():
        for crd in entry.facts.crds:
            wanted[crd.group_kind].append(entry.digest)
    found: dict[str, dict[GroupKind, Body]] = defaultdict(dict)
    for place in sorted((shared / "charts").glob("*/crds")):
        for body in crds_in(place):
            kind = GroupKind(str(body["spec"]["group"]), str(body["spec"]["names"]["kind"]))
            for digest in wanted.get(kind, ()):
                found[digest].setdefault(kind, body)
    for digest, bodies in found.items():
        cache.learn(digest, bodies.values())
    return folder
