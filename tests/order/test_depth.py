"""The graph stays shallow: on a commit Flux walks it level by level."""

from __future__ import annotations

import pytest

from homelab_cdk.constructs import WebApp
from homelab_cdk.order import levels
from tests.labs import six_systems, units_of


@pytest.mark.parametrize("nodes", [1, 3])
def test_six_systems_and_an_app_are_at_most_four_levels_deep(nodes: int) -> None:
    lab = six_systems(nodes=nodes)
    app = WebApp(lab, "reader", image="example.com/reader:1.0.0")
    app.add_route()
    app.add_database()
    app.add_password("PASSWORD")
    app.add_metrics()
    units = units_of(lab)
    depth = levels({name: list(unit.depends_on) for name, unit in units.items()})
    assert len(depth) <= 4, depth


def test_no_edge_where_a_pod_would_merely_wait() -> None:
    units = units_of(six_systems())
    assert "metallb" not in units["traefik"].depends_on, "a Service without an address is accepted, and waits"
    assert "traefik" not in units["gitea"].depends_on, "a route without its Gateway is accepted, and waits"
    assert "metallb" not in units["gitea"].depends_on


def test_every_edge_has_a_reason_for_people() -> None:
    for unit in units_of(six_systems()).values():
        for name, reasons in unit.depends_on.items():
            assert reasons, f"{unit.name} -> {name}"
            assert all(reason.subject and reason.detail for reason in reasons)
