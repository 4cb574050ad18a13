"""Making a chart ready to render: no placeholder for a version, no subcharts that are off and missing."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import yaml

from .. import _yaml_documents as _yaml
from .._errors import LockError
from ..model import Release, satisfies
from ._chart import ChartTree, read_chart, unpack
from ._store import LocalChart, is_placeholder

__all__ = ["prepare"]


def prepare(chart: LocalChart, *, release: Release, kubernetes: str, scratch: Path) -> ChartTree:
    """The chart as it is rendered: its own folder, or a copy below `scratch` where something is put right.

    Raises: LockError: a subchart that the values turn on is not there, or the chart does not support this
    Kubernetes.
    """
    folder = unpack(chart.path, scratch / "package") if chart.path.is_file() else chart.path
    tree = read_chart(folder, scratch / "read")
    if tree.kube_version and not satisfies(kubernetes, tree.kube_version):
        raise LockError(
            f"{release.chart} wants Kubernetes {tree.kube_version}, the lab has {kubernetes};"
            " choose another version of the chart or of Kubernetes"
        )
    active = {dependency.key for dependency, _ in tree.active(release.values)}
    missing = [item for item in tree.dependencies if item.tree is None]
    for item in missing:
        if item.key in active:
            how = f" or turn it off with {item.conditions[0]}: false" if item.conditions else ""
            raise LockError(
                f"{release.chart} needs its subchart {item.name} {item.version},"
                f" and {chart.path} has none of it in charts/;"
                f" put it there, use the published package,{how or ' or turn it off in the values'}"
            )
    renamed = chart.origin == "checkout" and is_placeholder(tree.version)
    if not missing and not renamed:
        return tree
    copy = scratch / "chart" / tree.name
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".git"))
    about = _yaml.load((copy / "Chart.yaml").read_text(encoding="utf-8-sig"))
    if not isinstance(about, dict):
        raise LockError(f"{chart.path / 'Chart.yaml'} is not a mapping")
    if renamed:
        about["version"] = release.chart.version
        if is_placeholder(tree.app_version) or not tree.app_version:
            about["appVersion"] = release.chart.version
    gone = {item.key for item in missing}
    if gone and isinstance(about.get("dependencies"), list):
        kept = [item for item in about["dependencies"] if str(item.get("alias") or item.get("name")) not in gone]
        about["dependencies"] = kept
        (copy / "Chart.lock").unlink(missing_ok=True)
    (copy / "Chart.yaml").write_text(_quoted(about), encoding="utf-8")
    return replace(read_chart(copy, scratch / "again"), dependencies=tree.dependencies)


def _quoted(about: dict[object, object]) -> str:
    """YAML with versions such as `1.30` kept as text."""
    return re.sub(r"(?m)^((?:appV|v)ersion): ([^'\"\s]+)$", r'\1: "\2"', yaml.safe_dump(about, sort_keys=False))
