"""What holds for every rule."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from homelab_cdk import checks
from homelab_cdk.checks import FAMILIES, RULES, check, examine, rule_markdown, rules_markdown
from homelab_cdk.constructs import Lab, WebApp
from homelab_cdk.model import Body
from homelab_cdk.order import Built, Item, Unit
from tests.checks.looking import built, deployment, service, thing
from tests.checks.wording import badly_told
from tests.conftest import CHECKOUT
from tests.labs import six_systems

EXPECTED_WITHOUT_LOCK = {"HL402", "HL107"}
"""Until `homelab lock` has run, the library's own facts are assumed for other values, and no custom resource is proven."""


@pytest.mark.parametrize("nodes", [1, 3])
def test_the_six_systems_with_an_app_are_sound(nodes: int) -> None:
    lab = six_systems(nodes=nodes)
    app = WebApp(lab, "reader", image="registry.example.com/reader:1.2.3")
    app.add_route()
    app.add_database()
    app.add_password("ADMIN_PASSWORD")
    app.add_metrics()
    app.allow_internet()
    assert [str(finding) for finding in check(built(lab)) if finding.code not in EXPECTED_WITHOUT_LOCK] == []


def test_each_rule_has_a_file_of_its_name() -> None:
    folder = Path(checks.__file__).parent
    files = {file.stem for file in folder.glob("*.py") if not file.name.startswith("_")}
    assert files == {rule.name for rule in RULES.values() if rule.code != "HL001"}


@pytest.mark.parametrize("code", sorted(RULES))
def test_each_rule_says_what_it_is_for(code: str) -> None:
    assert re.fullmatch(r"HL\d{3}", code)
    summary, _, rest = RULES[code].about.partition("\n\n")
    assert summary.endswith(".")
    assert rest.endswith(".")


@pytest.mark.parametrize("code", sorted(RULES))
def test_each_rule_has_a_page_that_is_up_to_date(code: str) -> None:
    page = CHECKOUT / "docs" / "rules" / f"{code}.md"
    assert page.read_text(encoding="utf-8") == rule_markdown(RULES[code]), "run `make docs`"


def test_the_pages_are_those_of_the_rules() -> None:
    assert {path.stem for path in (CHECKOUT / "docs" / "rules").iterdir()} == set(RULES), "run `make docs`"
    index = (CHECKOUT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert index == rules_markdown(), "run `make docs`"


@pytest.mark.parametrize("code", sorted(RULES))
def test_each_rule_is_in_the_index_of_its_family(code: str) -> None:
    assert code[:3] in FAMILIES
    assert f"[{code}](rules/{code}.md)" in rules_markdown()


@pytest.mark.parametrize("code", sorted(RULES))
def test_each_rule_is_tested_with_a_fault_and_with_a_neighbour(code: str) -> None:
    """THEN files of tests name it, and hold at least two tests; or it is the one that catches a damage of the repository's own
    lab, which it leaves alone as it is. Rules of change have pairs of trees."""
    here = Path(__file__).parent
    if RULES[code].change is not None:
        pairs = [path.read_text(encoding="utf-8") for path in here.parent.glob("changes/pairs/dangers/*.yaml")]
        assert any(f" {code} " in text for text in pairs)
        return
    files = [path.read_text(encoding="utf-8") for path in here.glob("test_*.py")]
    tests = [name for text in files if f'"{code}"' in text for name in re.findall(r"^def (test_\w+)", text, re.M)]
    kinds = [path.read_text(encoding="utf-8") for path in here.parent.glob("mutation/kinds/*.py")]
    assert len(tests) >= 2 or any(f'"{RULES[code].name}"' in text for text in kinds)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        found += [inner for key in value for inner in _paths(value[key], (*path, key))]
    elif isinstance(value, list):
        found += [inner for number, item in enumerate(value) for inner in _paths(item, (*path, number))]
    return found


def _whole_lab() -> Built:
    lab: Lab = six_systems(nodes=3)
    app = WebApp(lab, "reader", image="registry.example.com/reader:1.2.3")
    app.add_route()
    app.add_database()
    for body in _others():
        app.add_manifest(body)
    return built(lab)


def _others() -> list[Body]:
    """Objects of kinds that the six systems do not have."""
    backend = {"service": {"name": "reader", "port": {"number": 80}}}
    paths = [{"path": "/", "pathType": "Prefix", "backend": backend}]
    terms = [{"key": "app", "operator": "In", "values": ["web"]}, {"key": "app", "operator": "Exists"}]
    template = deployment()["spec"]["template"]
    env = [
        {"name": "A", "value": "a"},
        {"name": "B", "valueFrom": {"configMapKeyRef": {"name": "one", "key": "text"}}},
    ]
    volumes = [
        {"name": "a", "configMap": {"name": "one", "items": [{"key": "text", "path": "a"}]}},
        {"name": "b", "projected": {"sources": [{"secret": {"name": "login"}}]}},
    ]
    balanced = service(type="LoadBalancer", loadBalancerIP="192.168.1.201")
    balanced["metadata"]["annotations"] = {"metallb.io/loadBalancerIPs": "192.168.1.202"}
    chart = {"chart": "tea", "version": "1.2.3", "sourceRef": {"kind": "HelmRepository", "name": "tea"}}
    return [
        deployment(container={"env": env}, pod={"volumes": volumes, "imagePullSecrets": [{"name": "pull"}]}),
        balanced,
        thing("v1", "ConfigMap", namespace="reader") | {"data": {"text": "a"}},
        thing("v1", "Secret", "login") | {"stringData": {"key": ""}},
        thing("v1", "Pod", spec=template["spec"]),
        thing("batch/v1", "CronJob", spec={"jobTemplate": {"spec": {"template": template}}}),
        thing("apps/v1", "StatefulSet", spec={"template": template, "volumeClaimTemplates": [{}]}),
        thing("networking.k8s.io/v1", "Ingress", spec={"rules": [{"host": "a", "http": {"paths": paths}}]}),
        thing("policy/v1", "PodDisruptionBudget", "two", spec={"selector": {"matchExpressions": terms}}),
        thing(
            "helm.toolkit.fluxcd.io/v2",
            "HelmRelease",
            namespace="reader",
            spec={
                "chart": {"spec": chart},
                "valuesFrom": [{"kind": "ConfigMap", "name": "one", "valuesKey": "text"}],
                "values": {"list": [{"name": "A", "value": "a"}], "service": {"loadBalancerIP": "192.168.1.203"}},
                "dependsOn": [{"name": "other"}],
            },
        ),
        thing(
            "kustomize.toolkit.fluxcd.io/v1",
            "Kustomization",
            namespace="reader",
            spec={
                "interval": "1h",
                "sourceRef": {"kind": "GitRepository", "name": "a"},
                "postBuild": {"substitute": {}},
            },
        ),
        thing(
            "gateway.networking.k8s.io/v1",
            "GRPCRoute",
            namespace="reader",
            spec={"parentRefs": [{"name": "traefik", "namespace": "traefik", "port": 8443}], "hostnames": ["a.b"]},
        ),
    ]


WHOLE = _whole_lab()
IDENTITY = {("apiVersion",), ("kind",), ("metadata",), ("metadata", "name"), ("metadata", "namespace")}
"""What every object is known to have."""
ODD = st.sampled_from([None, True, 0, -1, "", "odd", [], {}, [None], [[]], {"odd": None}, {"": {}}, 1.5, 2**70])


@given(st.data())
def test_no_rule_stumbles_over_an_odd_object(data: st.DataObject) -> None:
    """GIVEN a lab in which anything of any object is something else, WHEN it is checked, THEN findings come back, in words."""
    unit = data.draw(st.sampled_from(WHOLE.units), label="unit")
    item = data.draw(st.sampled_from(unit.items), label="object")
    body = copy.deepcopy(item.body)
    path = data.draw(st.sampled_from([path for path in _paths(body) if path not in IDENTITY]), label="path")
    holder: Any = body
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = data.draw(ODD, label="odd value")
    changed = Item(body=body, path=item.path, chart=item.chart, key=item.key)
    units = [
        Unit(
            name=other.name,
            layer=other.layer,
            chart=other.chart,
            config=other.config,
            items=[changed if each is item else each for each in other.items],
            depends_on=other.depends_on,
        )
        for other in WHOLE.units
    ]
    report = examine(Built(lab=WHOLE.lab, units=units))
    assert [words for finding in report.findings if (words := badly_told(finding))] == []
    assert all(unchecked.reason for unchecked in report.unchecked)
