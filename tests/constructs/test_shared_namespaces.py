"""Several charts in one namespace: it is created once, and closed once."""

from __future__ import annotations

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.components.metallb import MetalLB
from homelab_cdk.constructs import HelmApp, Lab, Outside, Pods, UnitChart, WebApp
from tests.labs import Plain, bodies, one, units_of

PRUNE = "kustomize.toolkit.fluxcd.io/prune"


def _app(lab: Lab, name: str) -> WebApp:
    return WebApp(lab, name, image=f"example.com/{name}:1.0.0", namespace="shared")


def test_the_first_creates_it_and_the_others_wait_for_that() -> None:
    lab = Lab()
    _app(lab, "one")
    _app(lab, "two")
    units = units_of(lab)
    assert [item.chart.construct_id for item in units["one"].items if item.key.kind == "Namespace"] == ["one"]
    assert {reason.because for reason in units["two"].depends_on["one"]} == {"namespace"}
    keys = [(body["kind"], body["metadata"].get("namespace"), body["metadata"]["name"]) for body in bodies(lab)]
    assert len(set(keys)) == len(keys), "each object has one owner"


def test_edges_of_both_meet_in_one_policy() -> None:
    lab = Lab()
    for app, port in ((_app(lab, "one"), 80), (_app(lab, "two"), 81)):
        app.network.allow_egress(Pods(namespace="shared"), to=Outside(what="anywhere"), port=port)
    egress = one(lab, "NetworkPolicy", "allow-from-all", "shared")["spec"]["egress"]
    assert [rule["ports"][0]["port"] for rule in egress] == [80, 81]


def test_it_is_kept_where_any_of_them_holds_data() -> None:
    lab = Lab()
    _app(lab, "one")
    HelmApp(lab, "two", chart="a", version="1.0.0", repository="oci://e.com/a", namespace="shared", holds_data=True)
    assert one(lab, "Namespace", "shared")["metadata"]["annotations"][PRUNE] == "disabled"


def test_a_stricter_pod_security_level_of_the_first_is_refused() -> None:
    lab = Lab()
    _app(lab, "one")
    with pytest.raises(BuildError) as error:
        MetalLB(lab, namespace="shared")
    assert str(error.value) == (
        "metallb needs the Pod Security level privileged, and one creates the namespace shared as restricted; give one of"
        " them a namespace of its own"
    )


def test_a_laxer_level_of_the_first_is_shared() -> None:
    lab = Lab()
    MetalLB(lab, namespace="shared")
    _app(lab, "one")
    labels = one(lab, "Namespace", "shared")["metadata"]["labels"]
    assert set(labels.values()) == {"privileged"}


@pytest.mark.parametrize("name", ["default", "kube-system", "flux-system"])
def test_namespaces_of_kubernetes_and_flux_are_left_alone(name: str) -> None:
    lab = Lab()
    UnitChart(lab, "app", namespace=name).add_namespace()
    Plain(lab, "other").add_namespace(name=name)
    assert [body["metadata"]["name"] for body in bodies(lab) if body["kind"] == "Namespace"] == ["other"]
    assert not any(body["metadata"].get("namespace") == name for body in bodies(lab))
