from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk import _yaml_documents
from homelab_cdk.model import Body, GroupKind
from homelab_cdk.schemas import SchemaBook


def read(path: Path) -> list[Body]:
    return [item for item in _yaml_documents.documents(path.read_text(encoding="utf-8")) if isinstance(item, dict)]


@pytest.fixture(scope="session")
def examples(shared_dir: Path) -> list[Body]:
    """Real custom resources of many systems."""
    return read(shared_dir / "charts" / "_examples" / "cr-examples.yaml")


@pytest.fixture(scope="session")
def real_book(shared_dir: Path, examples: list[Body]) -> SchemaBook:
    """The CRDs of these, of Flux and of the Gateway API."""
    pytest.importorskip("cel", reason="the extra `lock` is not installed")
    kinds = {GroupKind.of(body).kind for body in examples}
    files = [
        *(shared_dir / "crds" / "flux").glob("*.yaml"),
        *(shared_dir / "charts" / "gateway-api" / "crds").glob("*.yaml"),
        *(
            path
            for path in sorted((shared_dir / "charts").glob("*/crds/*.yaml"))
            if any(f"\n    kind: {kind}\n" in path.read_text(encoding="utf-8") for kind in kinds)
        ),
    ]
    crds = [(str(path), body) for path in files for body in read(path) if body["kind"] == "CustomResourceDefinition"]
    return SchemaBook("1.36", crds=crds)
