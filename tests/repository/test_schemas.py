"""Every object of the repository's lab is what its API accepts, unknown fields refused."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from homelab_cdk._yaml_documents import documents
from homelab_cdk.bootstrap import bootstrap_set
from homelab_cdk.lock._resources import ResourceJudge
from homelab_cdk.model import BUILT_IN_GROUPS, Body, ObjectKey
from homelab_cdk.order import FLUX_GROUPS, Built, kustomization_of
from homelab_cdk.schemas import CelRules, CrdIndex
from homelab_cdk.synth._tree import OwnedFile
from tests.bootstrap.labs import built as built_of, lab_with_cni

SCHEMAS = "v1.36.0-local-strict"

Judge = Callable[[Body], list[str]]


@cache
def core_schemas() -> tuple[Path, Any]:
    pytest.importorskip("kubernetes_validate", reason="kubernetes-validate brings Kubernetes' schemas")
    folder = Path(str(package_files("kubernetes_validate"))) / "kubernetes-json-schema" / SCHEMAS
    definitions = json.loads((folder / "_definitions.json").read_bytes())
    resource = Resource.from_contents(definitions, default_specification=DRAFT202012)
    return folder, Registry().with_resource(definitions.get("$id", "_definitions.json"), resource).crawl()


@cache
def core_validator(kind: str, api_version: str) -> Any:
    folder, registry = core_schemas()
    short = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", api_version)
    schema = json.loads((folder / f"{kind.lower()}-{short}.json").read_bytes())
    return jsonschema.Draft202012Validator(schema, registry=registry)


def core_problems(body: Body) -> list[str]:
    validator = core_validator(body["kind"], body["apiVersion"])
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(body)]


@pytest.fixture(scope="session")
def flux_problems(shared_dir: Path) -> Judge:
    return judge_by(shared_dir / "crds" / "flux")


@pytest.fixture(scope="session")
def k3s_problems(shared_dir: Path) -> Judge:
    return judge_by(shared_dir / "charts" / "k3s" / "crds")


@pytest.fixture(scope="session")
def custom_problems(shared_dir: Path) -> Judge:
    names = (
        "metallb",
        "cert-manager",
        "external-secrets",
        "cloudnative-pg",
        "gateway-api",
        "traefik",
        "kube-prometheus-stack",
        "system-upgrade-controller",
        "cnpg-plugin-barman-cloud",
        "velero",
    )
    return judge_by(*(shared_dir / "charts" / name / "crds" for name in names))


def judge_by(*folders: Path) -> Judge:
    index = CrdIndex()
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            found = [item for item in documents(path.read_text(encoding="utf-8")) if item]
            index.add(folder.parent.name, [item for item in found if item["kind"] == "CustomResourceDefinition"])
    judge, rules = ResourceJudge(index), CelRules()
    return lambda body: [str(finding) for finding, _ in judge.judge("test", body, rules)]


def of_groups(built: Built, wanted: Callable[[str], bool]) -> Iterator[Body]:
    return (item.body for item in built.items if wanted(item.key.group))


def report(bodies: Iterator[Body], judge: Judge) -> tuple[int, list[str]]:
    problems: list[str] = []
    count = 0
    for body in bodies:
        count += 1
        problems.extend(f"{ObjectKey.of(body)}: {problem}" for problem in judge(body))
    return count, problems


def test_core_objects_fit_kubernetes(built: Built) -> None:
    count, problems = report(of_groups(built, BUILT_IN_GROUPS.__contains__), core_problems)
    assert problems == []
    assert count > 30


def test_flux_objects_fit_their_crds(built: Built, files: dict[str, OwnedFile], flux_problems: Judge) -> None:
    bodies = [*of_groups(built, FLUX_GROUPS.__contains__), *(kustomization_of(unit) for unit in built.units)]
    bodies.append(yaml.safe_load(files["flux/fluxinstance-flux.yaml"].content))
    count, problems = report(iter(bodies), flux_problems)
    assert problems == []
    assert count > 2 * len(built.units) - 6


@pytest.mark.parametrize("which", ["the repository's lab", "a CNI of two releases"])
def test_what_k3s_installs_fits_its_crds(built: Built, k3s_problems: Judge, which: str) -> None:
    lab = built if which == "the repository's lab" else built_of(lab_with_cni())
    charts = [item.body for item in bootstrap_set(lab).objects if item.key and item.key.group == "helm.cattle.io"]
    count, problems = report(iter(charts), k3s_problems)
    assert problems == []
    assert count > 0


def test_what_a_person_applies_fits_kubernetes(built: Built) -> None:
    objects = [item for item in bootstrap_set(built).objects if item.key and item.key.group in BUILT_IN_GROUPS]
    count, problems = report((item.body for item in objects), core_problems)
    assert problems == []
    assert count > 0


def test_an_unknown_field_of_k3s_is_refused(k3s_problems: Judge) -> None:
    body = copy.deepcopy(bootstrap_set(built_of(lab_with_cni())).machine[-1].body)
    body["spec"]["failurePolicy"] = "ignore"
    assert any("failurePolicy" in problem for problem in k3s_problems(body))


def test_custom_resources_fit_their_crds(built: Built, custom_problems: Judge) -> None:
    foreign = of_groups(built, lambda group: group not in BUILT_IN_GROUPS and group not in FLUX_GROUPS)
    count, problems = report(foreign, custom_problems)
    assert problems == []
    assert count > 20


@pytest.mark.parametrize(("kind", "path"), [("NetworkPolicy", ("spec",)), ("Namespace", ("metadata",))])
def test_an_unknown_field_of_kubernetes_is_refused(built: Built, kind: str, path: tuple[str, ...]) -> None:
    body = copy.deepcopy(next(item.body for item in built.items if item.key.kind == kind))
    target = body
    for part in path:
        target = target[part]
    target["madeUp"] = True
    assert any("madeUp" in problem for problem in core_problems(body))


def test_an_unknown_field_of_flux_is_refused(built: Built, flux_problems: Judge) -> None:
    body = kustomization_of(built.units[0])
    body["spec"]["madeUp"] = True
    assert any("madeUp" in problem for problem in flux_problems(body))


def test_a_broken_cel_rule_of_flux_is_refused(built: Built, flux_problems: Judge) -> None:
    body = copy.deepcopy(next(item.body for item in built.items if item.key.kind == "HelmRelease"))
    body["spec"].pop("chartRef", None)
    body["spec"].pop("chart", None)
    assert flux_problems(body) != []
