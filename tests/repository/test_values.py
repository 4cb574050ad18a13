"""Every value that the lab sets is one that its charts know, by the charts' own values and schemas."""

from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.lock._chart import merged, read_chart
from homelab_cdk.lock._paths import account
from homelab_cdk.lock._schema import schema_errors
from homelab_cdk.model import Release
from homelab_cdk.order import Built

CHARTS = ("metallb", "cert-manager", "traefik", "external-secrets", "cloudnative-pg", "gitea")

PASSED_ON = {
    "traefik": {"service.spec.externalTrafficPolicy", "service.spec.loadBalancerIP"},
    "gitea": {"gitea.config"},
}
"""What templates take from maps that have other defaults; that it arrives is proven by rendering (`homelab.lock`)."""


@pytest.mark.parametrize("name", CHARTS)
def test_each_value_is_accounted_for(built: Built, shared_dir: Path, tmp_path: Path, name: str) -> None:
    release: Release = next(release for release, _ in built.releases if release.chart.name == name)
    tree = read_chart(shared_dir / "charts" / name, tmp_path)
    _, problems = account(tree, release, release.values, kubernetes="1.36")
    unknown = {item.path.removeprefix("values.") for item in problems}
    left = {path for path in unknown if not any(path.startswith(known) for known in PASSED_ON.get(name, ()))}
    assert left == set(), [str(item) for item in problems]
    assert schema_errors(tree.schema, merged(tree.defaults(), release.values), construct=name, prefix="values.") == []
