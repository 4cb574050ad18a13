"""Small made-up charts, written by the tests that use them."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from homelab_cdk.lock import ChartStore, ProofReport, Renderer, prove
from homelab_cdk.model import Body, ChartPin, Release

SERVICE = """
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
spec:
  selector: {app: {{ .Release.Name }}}
  ports: [{port: {{ .Values.port }}, targetPort: http}]
"""


def write_chart(
    folder: Path,
    *,
    name: str = "demo",
    version: str = "1.2.3",
    values: str = "port: 80\n",
    templates: Mapping[str, str] | None = None,
    crds: Mapping[str, str] | None = None,
    schema: Mapping[str, Any] | None = None,
    about: Mapping[str, Any] | None = None,
) -> Path:
    """A chart in `folder/<name>`; `about` adds to its Chart.yaml."""
    chart = folder / name
    (chart / "templates").mkdir(parents=True)
    metadata = {"apiVersion": "v2", "name": name, "version": version, **(about or {})}
    (chart / "Chart.yaml").write_text(yaml.safe_dump(metadata))
    (chart / "values.yaml").write_text(values)
    for file, text in (templates or {"service.yaml": SERVICE}).items():
        (chart / "templates" / file).write_text(text)
    for file, text in (crds or {}).items():
        (chart / "crds").mkdir(exist_ok=True)
        (chart / "crds" / file).write_text(text)
    if schema is not None:
        (chart / "values.schema.json").write_text(json.dumps(schema))
    return chart


def pack(chart: Path, into: Path) -> Path:
    """The chart as the package that a registry holds."""
    about = yaml.safe_load((chart / "Chart.yaml").read_text())
    package = into / f"{about['name']}-{about['version']}.tgz"
    with tarfile.open(package, "w:gz") as archive:
        archive.add(chart, about["name"])
    return package


def release(
    name: str = "demo",
    values: Mapping[str, object] | None = None,
    *,
    version: str = "1.2.3",
    repository: str = "https://charts.example.com",
    path: str = "",
    more_paths: tuple[str, ...] = (),
) -> Release:
    """A release of a chart, in a namespace of its own name."""
    pin = ChartPin(name=name, version=version, repository=repository, path=path, more_paths=more_paths)
    return Release(construct=name, chart=pin, name=name, namespace=f"{name}-system", values=values or {})


def crd(kind: str, schema: Mapping[str, Any], *, group: str = "demo.example.com", **more: Any) -> str:
    """A CRD with one served version `v1` and one version `v1alpha1` that is not served."""
    plural = f"{kind.lower()}s"
    versions = [
        {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}},
        {"name": "v1alpha1", "served": False, "storage": False, "schema": {"openAPIV3Schema": schema}},
    ]
    body = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}", **more.pop("metadata", {})},
        "spec": {
            "group": group,
            "scope": more.pop("scope", "Namespaced"),
            "names": {"kind": kind, "plural": plural},
            "versions": versions,
        },
    }
    return yaml.safe_dump(body)


def run(
    charts: Path,
    renderer: Renderer,
    releases: Sequence[Release],
    resources: Sequence[Body] = (),
    *,
    kubernetes: str = "1.36",
) -> ProofReport:
    """Prove releases from a folder of charts, without any network: the cache is an empty folder."""
    store = ChartStore(charts, charts / ".cache", renderer=renderer)
    return prove(releases, [("app", body) for body in resources], store=store, renderer=renderer, kubernetes=kubernetes)


def problems(report: ProofReport) -> list[str]:
    """The problems as people read them."""
    return [str(finding) for finding in report.problems]
