"""Real custom resources of many systems: none is refused as it is, each is once it is damaged."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import pytest

from homelab_cdk.model import Body, GroupKind
from homelab_cdk.schemas import SchemaBook
from tests.schemas.damage import damages, of_identity

META: Body = {"name": "one", "namespace": "flux-system"}


def flux(kind: str, group: str, spec: Body) -> Body:
    return {"apiVersion": group, "kind": kind, "metadata": dict(META), "spec": spec}


CHART = {"spec": {"chart": "tea", "version": "1.2.3", "sourceRef": {"kind": "HelmRepository", "name": "tea"}}}
RELEASE = flux("HelmRelease", "helm.toolkit.fluxcd.io/v2", {"interval": "1h", "chart": CHART})
SOURCE = flux(
    "GitRepository",
    "source.toolkit.fluxcd.io/v1",
    {"interval": "1h", "url": "https://example.com/a.git", "ref": {"branch": "main"}},
)
BUCKET = flux(
    "Bucket",
    "source.toolkit.fluxcd.io/v1",
    {"interval": "1h", "bucketName": "tea", "endpoint": "s3.example.com", "provider": "aws"},
)
RULE: Body = {
    "matches": [{"path": {"type": "PathPrefix", "value": "/tea"}}],
    "backendRefs": [{"name": "tea", "port": 80}],
    "timeouts": {"request": "10s", "backendRequest": "5s"},
}
ROUTE = flux(
    "HTTPRoute",
    "gateway.networking.k8s.io/v1",
    {"parentRefs": [{"name": "gateway"}], "hostnames": ["tea.example.com"], "rules": [RULE]},
)
INSTANCE = flux(
    "FluxInstance",
    "fluxcd.controlplane.io/v1",
    {"distribution": {"version": "2.9.x", "registry": "ghcr.io/fluxcd"}},
)
INSTANCE["metadata"]["name"] = "flux"

OWN = (RELEASE, SOURCE, BUCKET, ROUTE, INSTANCE)


def problems(book: SchemaBook, body: Body) -> list[str]:
    return [f"{problem.path}: {problem.message}" for problem in book.problems(body)]


def version_of(book: SchemaBook, body: Body) -> tuple[Any, bool]:
    crd = book.crd(GroupKind.of(body))
    assert crd is not None, f"there is no CRD of {GroupKind.of(body)}"
    return crd.served[str(body["apiVersion"]).partition("/")[2]].schema, crd.namespaced


def test_none_is_refused_as_it_is(real_book: SchemaBook, examples: list[Body]) -> None:
    refused = {str(GroupKind.of(body)): found for body in (*examples, *OWN) if (found := problems(real_book, body))}
    assert refused == {}
    assert len(examples) > 20


def test_each_is_refused_once_it_is_damaged(real_book: SchemaBook, examples: list[Body]) -> None:
    tried: Counter[str] = Counter()
    kinds: set[tuple[str, str]] = set()
    missed: list[str] = []
    for body in (*examples, *OWN):
        schema, namespaced = version_of(real_book, body)
        for damage in (*of_identity(body, namespaced=namespaced), *damages(schema, body)):
            tried[damage.how] += 1
            kinds.add((damage.how, str(body["kind"])))
            if not problems(real_book, damage.done_to(body)):
                missed.append(f"{body['kind']} {'.'.join(map(str, damage.path))}: {damage.how}: {damage.value!r}")
    assert missed == []
    assert len(tried) >= 38, sorted(tried)
    assert len(kinds) >= 700
    assert tried.total() > 2000


def changed(body: Body, path: str, value: object) -> Body:
    """A copy with a value at a dotted path; list items by number."""
    result = copy.deepcopy(body)
    holder: Any = result
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in parents:
        holder = holder.setdefault(part, {}) if isinstance(holder, dict) else holder[part]
    holder[last] = value
    return result


OCI = {"kind": "OCIRepository", "name": "tea"}
AGAIN = {"name": "RetryOnFailure", "retryInterval": "1m"}
REDIRECT = {"type": "RequestRedirect", "requestRedirect": {"scheme": "https"}}
REWRITE = {"type": "URLRewrite", "urlRewrite": {"hostname": "a.example.com"}}
STS = {"provider": "ldap", "endpoint": "https://sts.example.com"}
SIDECAR: Body = {"mode": "sidecar", "config": {"receivers": {}, "exporters": {}, "service": {"pipelines": {}}}}
MATCH = "spec.rules.0.matches.0.path"

BROKEN_RULES = [
    (RELEASE, "spec.chartRef", OCI, "either chart or chartRef must be set"),
    (RELEASE, "spec.chart", None, "either chart or chartRef must be set"),
    (RELEASE, "spec.install", {"strategy": {**AGAIN, "name": "RemediateOnFailure"}}, "retryInterval"),
    (RELEASE, "spec.upgrade", {"strategy": {**AGAIN, "name": "RemediateOnFailure"}}, "retryInterval"),
    (SOURCE, "spec.serviceAccountName", "tea", "serviceAccountName"),
    (BUCKET, "spec.sts", STS, "only supported STS provider"),
    (INSTANCE, "metadata.name", "other", "only accepted name"),
    (ROUTE, f"{MATCH}.value", "tea", "value must be an absolute path"),
    (ROUTE, f"{MATCH}.value", "/a//b", "must not contain '//'"),
    (ROUTE, f"{MATCH}.value", "/a/../b", "must not contain '/../'"),
    (ROUTE, f"{MATCH}.value", "/a#b", "must not contain '#'"),
    (ROUTE, "spec.rules.0.filters", [REDIRECT], "RequestRedirect filter must not be used together with backendRefs"),
    (ROUTE, "spec.rules.0.filters", [REDIRECT, REWRITE], "May specify either"),
    (ROUTE, "spec.rules.0.filters", [{"type": "URLRewrite"}], "filter.urlRewrite must be specified"),
    (ROUTE, "spec.rules.0.timeouts.backendRequest", "11s", "backendRequest timeout cannot be longer"),
    (ROUTE, "spec.rules.0.backendRefs", [{"name": "tea"}], "Must have port"),
    (ROUTE, "spec.parentRefs", [{"name": "a"}, {"name": "a"}], "sectionName"),
    (
        "Cluster",
        "spec.imageCatalogRef",
        {"kind": "ImageCatalog", "name": "a", "major": 17, "apiGroup": ""},
        "imageName",
    ),
    ("Cluster", "spec.bootstrap.initdb.icuLocale", "en", "icuLocale"),
    ("ObjectStore", "spec.configuration.serverName", "a", "serverName"),
    ("Database", "spec.name", "template0", "template0"),
    ("Database", "spec.icuRules", "a", "icuRules"),
    ("MariaDB", "spec", {"replicas": 2, "galera": {"enabled": True}}, "odd"),
    ("Bundle", "spec.sources.0.inLine", "a", "exactly one"),
    ("Bundle", "spec.target", {}, "at least one"),
    ("OpenTelemetryCollector", "spec", {**SIDECAR, "priorityClassName": "a"}, "priorityClassName"),
    ("Installation", "metadata.name", "other", "default"),
]


@pytest.mark.parametrize(
    ("body", "path", "value", "message"),
    BROKEN_RULES,
    ids=[f"{body if isinstance(body, str) else body['kind']}-{path}" for body, path, *_ in BROKEN_RULES],
)
def test_a_broken_rule_is_refused(
    real_book: SchemaBook, examples: list[Body], body: Body | str, path: str, value: object, message: str
) -> None:
    if isinstance(body, str):
        body = next(item for item in examples if item["kind"] == body)
    found = [problem for problem in real_book.problems(changed(body, path, value)) if problem.rule]
    assert any(message.lower() in problem.message.lower() for problem in found), found
    assert all(problem.certain for problem in found)
