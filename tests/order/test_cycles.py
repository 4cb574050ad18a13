"""Units that wait for each other in a circle."""

from __future__ import annotations

import pytest

from homelab_cdk._errors import OrderError
from homelab_cdk.constructs import Lab
from tests.labs import Plain, config_map, crd, custom, units_of


def test_the_error_names_both_ends_and_the_objects_between() -> None:
    lab = Lab()
    one, two = Plain(lab, "one"), Plain(lab, "two")
    one.add_manifest(crd("Tea", "one.example.com"))
    two.add_manifest(crd("Cup", "two.example.com"))
    one.add_manifest(custom("Cup", "two.example.com", namespace="one"))
    two.add_manifest(custom("Tea", "one.example.com", namespace="two"))
    with pytest.raises(OrderError) as error:
        units_of(lab)
    assert str(error.value) == (
        "these units wait for each other in a circle; remove one of the needs:\n"
        "  one waits for two: Cup.two.example.com one/one (made by one/cup-one): needs the CRD of Cup.two.example.com\n"
        "  two waits for one: Tea.one.example.com two/one (made by two/tea-one): needs the CRD of Tea.one.example.com"
    )


def test_a_circle_of_three() -> None:
    lab = Lab()
    apps = [Plain(lab, name) for name in ("a", "b", "c")]
    for app, other in zip(apps, [*apps[1:], apps[0]], strict=True):
        body = config_map(f"of-{app.construct_id}")
        body["metadata"]["namespace"] = other.construct_id
        app.add_manifest(body)
    with pytest.raises(OrderError) as error:
        units_of(lab)
    lines = str(error.value).splitlines()[1:]
    assert [line.split(":")[0].strip() for line in lines] == ["a waits for b", "b waits for c", "c waits for a"]


def test_needs_in_a_circle_are_told_by_construct() -> None:
    lab = Lab()
    one, two = Plain(lab, "one"), Plain(lab, "two")
    one.needs.append(two)
    two.needs.append(one)
    with pytest.raises(OrderError, match="one waits for two: one: has to find two ready when it starts"):
        units_of(lab)
