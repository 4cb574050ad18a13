"""The readers that stand between a written file and the cluster."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Reader = Callable[[str], Any]


@pytest.fixture(scope="session")
def kubernetes_reads() -> Reader:
    """What sigs.k8s.io/yaml, the reader of kubectl, Flux and the API server, makes of a document."""
    helm_python = pytest.importorskip("helm_python", reason="helm-python-sdk, which holds sigs.k8s.io/yaml, is missing")
    reader: Reader = helm_python.values_from_yaml
    return reader


@pytest.fixture(scope="session")
def kustomize_reads(kubernetes_reads: Reader, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """What a cluster gets of an object that goes through `kubectl kustomize`, as Flux does it."""
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl, which holds kustomize, is missing")
    folder: Path = tmp_path_factory.mktemp("kustomize")
    (folder / "kustomization.yaml").write_text("resources: [object.yaml]\n", encoding="utf-8")

    def read(text: str) -> Any:
        (folder / "object.yaml").write_text(text, encoding="utf-8", newline="")
        run = subprocess.run([kubectl, "kustomize", folder], capture_output=True, check=False)
        assert run.returncode == 0, f"kustomize refuses: {run.stderr.decode()[-300:]}"
        return kubernetes_reads(run.stdout.decode("utf-8"))

    return read
