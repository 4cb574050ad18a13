"""What crosses into Node.js, where each crossing costs a quarter of a millisecond or more."""

from __future__ import annotations

import cdk8s
import pytest

from homelab_cdk.constructs import Lab, WebApp
from homelab_cdk.order import arrange
from homelab_cdk.synth._collect import collect
from tests.labs import six_systems

from .conftest import Counting


def _app(scope: object, name: str) -> WebApp:
    app = WebApp(scope, name, image="example.com/app:1.0.0")  # type: ignore[arg-type]  # any scope is tried
    return app


def test_six_systems_and_100_apps_never_cross(crossings: Counting) -> None:
    with crossings() as sent:
        lab = six_systems(nodes=3)
        for number in range(100):
            app = _app(lab, f"app-{number}")
            app.add_route()
            app.add_database()
            app.add_password("PASSWORD")
            app.add_metrics()
        charts, items = collect(lab)
        arrange(charts, items)
    assert len(items) > 1_000
    assert sent == []


def test_a_foreign_child_costs_what_its_own_app_is_made_of(crossings: Counting) -> None:
    lab = Lab()
    quiet, lively = _app(lab, "quiet"), _app(lab, "lively")
    with crossings() as sent:
        cdk8s.ApiObject(lively, "extra", api_version="v1", kind="ConfigMap")
    # the lab, the chart and its manifests, and the foreign object: nothing of the other app
    assert sent.count("CreateRequest") == 1 + 1 + len(lively.manifests) + 1
    assert not quiet.is_reached


@pytest.mark.parametrize("budget", [5.0])
def test_a_plain_app_costs_a_few_crossings_an_object(crossings: Counting, budget: float) -> None:
    with crossings() as sent:
        app = cdk8s.App()
        made = [_app(app, f"app-{number}") for number in range(20)]
        app.synth_yaml()
    objects = sum(len(item.manifests) for item in made)
    assert len(sent) / objects < budget, f"{len(sent)} crossings for {objects} objects"


def test_collecting_a_reached_app_costs_a_few_crossings_an_object(crossings: Counting) -> None:
    lab = Lab()
    app = _app(lab, "app")
    assert app.node.id == "app"
    with crossings() as sent:
        items = collect(lab)[1]
    assert len(sent) <= 6 * len(items), f"{len(sent)} crossings for {len(items)} objects"
