"""One unit of each sort stands for all of it, where that is sound."""

from __future__ import annotations

import pytest

from homelab_cdk.checks import RULES
from homelab_cdk.checks._twins import one_of_each_sort, without_twins
from homelab_cdk.constructs import Lab, UnitChart
from homelab_cdk.model import Body
from tests.checks.looking import built, deployment, found, service, thing
from tests.labs import Plain

NAMES = ("app-1", "app-2", "app-3")


def kept(lab: Lab) -> list[str]:
    return [unit.name for unit in without_twins(built(lab)).units]


def lab_of_apps(*, pod: Body | None = None) -> Lab:
    """Three applications in one namespace that differ in their names alone."""
    lab = Lab()
    Plain(lab, "apps")
    for name in NAMES:
        app = UnitChart(lab, name, namespace="apps")
        app.add_manifest(deployment(name, pod=pod))
        app.add_manifest(service(name))
    return lab


def test_units_that_differ_in_their_names_alone() -> None:
    assert kept(lab_of_apps()) == ["apps", "app-1"]


def test_units_with_a_namespace_of_their_own() -> None:
    lab = Lab()
    for name in NAMES:
        app = Plain(lab, name)
        app.add_manifest(thing("v1", "ConfigMap", name))
        app.add_manifest(deployment(name))
    assert kept(lab) == ["app-1"]


def test_a_unit_that_differs_in_something_else() -> None:
    lab = lab_of_apps()
    lab.unit_charts[2].manifests[0].body["spec"]["replicas"] = 2
    assert kept(lab) == ["apps", "app-1", "app-2"]


def test_a_unit_that_another_waits_for() -> None:
    lab = lab_of_apps()
    last = UnitChart(lab, "last", namespace="apps")
    last.needs.append(lab.unit_charts[2])
    last.add_manifest(service("last"))
    assert "app-2" in kept(lab)


def test_a_unit_that_brings_what_others_may_need() -> None:
    lab = lab_of_apps()
    lab.unit_charts[2].add_manifest(thing("v1", "ConfigMap", "shared"))
    assert kept(lab) == ["apps", "app-1", "app-2"]


def test_what_a_unit_may_need_of_its_name_lies_outside() -> None:
    """GIVEN claims of two of the applications in another unit, THEN each of those two is looked at."""
    lab = lab_of_apps()
    claims = UnitChart(lab, "claims", namespace="apps")
    for name in ("app-1", "app-3"):
        claims.protect(claims.add_manifest(thing("v1", "PersistentVolumeClaim", f"{name}-data")))
    assert kept(lab) == ["apps", "app-1", "app-2", "app-3", "claims"]


def test_a_fault_of_all_is_found_in_all() -> None:
    volumes = [{"name": "data", "persistentVolumeClaim": {"claimName": "gone"}}]
    lines = found(lab_of_apps(pod={"volumes": volumes}), "HL303")
    assert [line.split(": ")[0] for line in lines] == [f"{name}/deployment-{name}" for name in NAMES]


def sorts(lab: Lab) -> list[str]:
    return [unit.name for unit in one_of_each_sort(built(lab)).units]


def test_for_rules_that_look_at_each_unit_by_itself_it_does_not_matter_who_needs_it() -> None:
    lab = lab_of_apps()
    for chart in lab.unit_charts[1:]:
        chart.add_manifest(thing("v1", "ConfigMap", chart.construct_id))
    assert sorts(lab) == ["apps", "app-1"]


def test_a_namespace_that_is_made_elsewhere_may_have_another_level() -> None:
    lab = Lab()
    for name in NAMES:
        Plain(lab, f"made-{name}", namespace=name)
        UnitChart(lab, name).add_manifest(deployment(name))
    assert sorted(sorts(lab)) == sorted([*NAMES, *(f"made-{name}" for name in NAMES)])


def test_a_fault_in_each_of_a_sort_is_found_in_each() -> None:
    lab = lab_of_apps(pod={"hostNetwork": True})
    for code in ("HL702", "HL502"):
        assert RULES[code].local
    lines = found(lab, "HL702")
    assert [line.split(": ")[0] for line in lines] == [f"{name}/deployment-{name}" for name in NAMES]


@pytest.mark.parametrize("name", ["web-token", "latest", "1st", "a--b"])
def test_a_name_that_means_something_is_of_no_sort(name: str) -> None:
    lab = Lab()
    Plain(lab, "apps")
    for id in (name, "x" * len(name)):
        UnitChart(lab, id, namespace="apps").add_manifest(service(id))
    assert len(sorts(lab)) == 3


def test_a_literal_of_each_is_found_in_each() -> None:
    lab = Lab()
    Plain(lab, "apps")
    for name in NAMES:
        env = [{"name": "LOGIN_PASSWORD", "value": f"{name}-is-secret"}]
        UnitChart(lab, name, namespace="apps").add_manifest(deployment(name, container={"env": env}))
    assert RULES["HL705"].local
    assert len(found(lab, "HL705")) == len(NAMES)


def test_what_only_some_of_a_sort_find_elsewhere_is_found_missing_in_the_rest() -> None:
    """GIVEN settings for two of the applications in another unit, THEN the third is found to lack them."""
    lab = Lab()
    Plain(lab, "apps")
    for name in NAMES:
        source = [{"configMapRef": {"name": f"{name}-settings"}}]
        UnitChart(lab, name, namespace="apps").add_manifest(deployment(name, container={"envFrom": source}))
    settings = UnitChart(lab, "settings", namespace="apps")
    for name in NAMES[:2]:
        settings.add_manifest(thing("v1", "ConfigMap", f"{name}-settings"))
    assert RULES["HL304"].apart
    [line] = found(lab, "HL304")
    assert line.startswith("app-3/deployment-app-3: ")


def test_pods_that_only_some_of_a_sort_find_elsewhere() -> None:
    lab = Lab()
    Plain(lab, "apps")
    for name in NAMES:
        UnitChart(lab, name, namespace="apps").add_manifest(service(name))
    pods = UnitChart(lab, "pods", namespace="apps")
    pods.add_manifest(deployment("first", labels={"app": "app-1"}))
    pods.add_manifest(deployment("third", labels={"app": "app-3"}))
    assert RULES["HL609"].apart
    [line] = found(lab, "HL609")
    assert line.startswith("app-2/service-app-2: ")


def test_a_unit_whose_name_is_a_part_of_another_is_like_no_other() -> None:
    lab = Lab()
    Plain(lab, "apps")
    for name in ("app-1", "app-10", "app-2"):
        UnitChart(lab, name, namespace="apps").add_manifest(service(name))
    assert "app-1" in kept(lab)


def test_a_policy_that_only_some_of_a_sort_find_elsewhere() -> None:
    """GIVEN a closed namespace, and one policy elsewhere that lets somebody in to two of three, THEN the third is found."""
    lab = Lab()
    Plain(lab, "apps")
    for name in NAMES:
        app = UnitChart(lab, name, namespace="apps")
        app.add_manifest(deployment(name, labels={"app": name}))
        app.add_manifest(service(name))
    doors = UnitChart(lab, "doors", namespace="apps")
    for number, name in enumerate(NAMES[:2]):
        spec = {"podSelector": {"matchLabels": {"app": name}}, "ingress": [{}]}
        doors.add_manifest(thing("networking.k8s.io/v1", "NetworkPolicy", f"door-{number}", spec=spec))
    assert RULES["HL657"].apart
    [line] = found(lab, "HL657")
    assert line.startswith("app-3/service-app-3: ")
