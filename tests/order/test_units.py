"""Which objects share a unit, and what each unit waits for: inferred from manifests and facts."""

from __future__ import annotations

import pytest

from homelab_cdk._errors import OrderError
from homelab_cdk.constructs import HelmApp, Lab, UnitChart
from homelab_cdk.model import ChartFacts, CrdFact, ObjectKey, WebhookFact, WebhookRule
from homelab_cdk.order import Unit, kustomization_of
from tests.labs import Plain, config_map, crd, custom, locked, six_systems, units_of

TEA = "tea.example.com"
TEA_CRD = CrdFact(group=TEA, kind="Tea", plural="teas", scope="Namespaced", versions=("v1",))


def _judge(
    *groups: str, resources: tuple[str, ...] = ("teas",), blocks: bool = True, narrowed: bool = False
) -> WebhookFact:
    rule = WebhookRule(groups=groups, resources=resources, operations=("CREATE", "UPDATE"))
    return WebhookFact(name="judge", kind="validating", blocks=blocks, rules=(rule,), narrowed=narrowed)


BRINGS_TEA = ChartFacts(crds=(TEA_CRD,))


def _lab(facts: ChartFacts = BRINGS_TEA) -> tuple[Lab, HelmApp]:
    lab = Lab(lock=locked({"operator": facts}))
    repository = "oci://charts.example.com/operator"
    return lab, HelmApp(lab, "operator", chart="operator", version="1.2.3", repository=repository)


def _because(unit: Unit) -> dict[str, set[str]]:
    return {name: {reason.because for reason in reasons} for name, reasons in unit.depends_on.items()}


def test_an_app_without_needs_is_one_unit_that_waits_for_nothing() -> None:
    lab = Lab()
    Plain(lab, "app").add_manifest(config_map())
    [unit] = units_of(lab).values()
    assert (unit.name, unit.folder, unit.config, unit.depends_on) == ("app", "apps/app", False, {})


def test_a_custom_resource_never_shares_a_unit_with_the_release_that_brings_its_crd() -> None:
    lab, operator = _lab()
    operator.add_manifest(custom("Tea", TEA, namespace="operator"))
    operator.add_manifest(config_map())
    units = units_of(lab)
    assert [str(item.key) for item in units["operator-config"].items] == ["Tea.tea.example.com operator/one"]
    assert "ConfigMap operator/settings" in [str(item.key) for item in units["operator"].items]
    assert _because(units["operator-config"]) == {"operator": {"crd", "namespace", "companion"}}
    assert units["operator-config"].folder == "apps/operator-config"


def test_a_custom_resource_of_another_app_waits_for_the_release() -> None:
    lab, _ = _lab()
    Plain(lab, "app").add_manifest(custom("Tea", TEA, namespace="app"))
    units = units_of(lab)
    assert set(units) == {"operator", "app"}
    assert _because(units["app"]) == {"operator": {"crd"}}
    [reason] = units["app"].depends_on["operator"]
    assert str(reason) == "Tea.tea.example.com app/one (made by app/tea-one): needs the CRD of Tea.tea.example.com"


def test_a_consumer_waits_for_the_operator_and_not_for_its_resources() -> None:
    lab, operator = _lab()
    operator.add_manifest(custom("Tea", TEA, namespace="operator"))
    Plain(lab, "app").add_manifest(custom("Tea", TEA, namespace="app"))
    assert list(units_of(lab)["app"].depends_on) == ["operator"]


def test_what_its_own_webhook_judges_follows_the_release() -> None:
    lab, operator = _lab(ChartFacts(webhooks=(_judge("", resources=("configmaps",)),)))
    operator.add_manifest(config_map())
    assert [item.key.kind for item in units_of(lab)["operator-config"].items] == ["ConfigMap"]


def test_what_a_webhook_judges_waits_for_it() -> None:
    lab, _ = _lab(ChartFacts(webhooks=(_judge("", resources=("configmaps",)),)))
    Plain(lab, "app").add_manifest(config_map())
    assert _because(units_of(lab)["app"]) == {"operator": {"webhook"}}


@pytest.mark.parametrize(
    "webhook",
    [
        _judge("", resources=("configmaps",), blocks=False),
        _judge("", resources=("secrets",)),
        _judge("apps", resources=("configmaps",)),
        _judge("*", resources=("*",), narrowed=True),
    ],
    ids=["does not block", "other kind", "other group", "narrowed"],
)
def test_other_webhooks_are_waited_for_by_nobody(webhook: WebhookFact) -> None:
    lab, _ = _lab(ChartFacts(webhooks=(webhook,)))
    Plain(lab, "app").add_manifest(config_map())
    assert units_of(lab)["app"].depends_on == {}


def test_plain_crds_may_share_a_unit_with_their_resources() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    app.add_manifest(crd("Tea", TEA))
    app.add_manifest(custom("Tea", TEA, namespace="app"))
    [unit] = units_of(lab).values()
    assert unit.depends_on == {}
    assert len(unit.items) == len(app.manifests)


def test_plain_crds_are_waited_for_by_others() -> None:
    lab = Lab()
    UnitChart(lab, "crds").add_manifest(crd("Tea", TEA))
    Plain(lab, "app").add_manifest(custom("Tea", TEA, namespace="app"))
    assert _because(units_of(lab)["app"]) == {"crds": {"crd"}}


def test_a_chart_that_renders_custom_resources_waits_for_their_crd() -> None:
    facts = ChartFacts(objects=(ObjectKey(TEA, "Tea", "operator", "one"),))
    lab, _ = _lab(facts)
    UnitChart(lab, "crds").add_manifest(crd("Tea", TEA))
    units = units_of(lab)
    assert _because(units["operator"]) == {"crds": {"crd"}}
    assert units["operator"].depends_on["crds"][0].subject == "the chart operator 1.2.3 (installed by operator)"


def test_a_chart_that_brings_what_it_renders_waits_for_nobody() -> None:
    lab, _ = _lab(ChartFacts(crds=(TEA_CRD,), objects=(ObjectKey(TEA, "Tea", "operator", "one"),)))
    assert units_of(lab)["operator"].depends_on == {}


def test_an_object_waits_for_its_namespace() -> None:
    lab = Lab()
    Plain(lab, "home")
    body = config_map()
    body["metadata"]["namespace"] = "home"
    UnitChart(lab, "guest").add_manifest(body)
    assert _because(units_of(lab)["guest"]) == {"home": {"namespace"}}


def test_needs_are_waited_for() -> None:
    lab = Lab()
    one, two = Plain(lab, "one"), Plain(lab, "two")
    two.needs.append(one)
    assert _because(units_of(lab)["two"]) == {"one": {"capability"}}


def test_a_need_without_objects_is_no_unit() -> None:
    lab = Lab()
    empty, app = UnitChart(lab, "empty"), Plain(lab, "app")
    app.needs.append(empty)
    units = units_of(lab)
    assert list(units) == ["app"] and units["app"].depends_on == {}


@pytest.mark.parametrize("namespace", ["default", "kube-system", "kube-public", "kube-node-lease", "flux-system"])
def test_some_namespaces_are_always_there(namespace: str) -> None:
    lab = Lab()
    UnitChart(lab, "app", namespace=namespace).add_manifest(config_map())
    assert units_of(lab)["app"].depends_on == {}


def test_flux_and_kubernetes_need_no_crds() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    app.add_manifest(custom("Receiver", "notification.toolkit.fluxcd.io", namespace="app"))
    app.add_manifest(custom("Role", "rbac.authorization.k8s.io"))
    assert units_of(lab)["app"].depends_on == {}


def test_two_charts_of_one_name_are_refused() -> None:
    lab, operator = _lab()
    operator.add_manifest(custom("Tea", TEA, namespace="operator"))
    Plain(lab, "operator-config")
    with pytest.raises(
        OrderError, match="operator-config and operator both make a unit 'operator-config'; rename the app"
    ):
        units_of(lab)


def test_two_apps_of_one_name_in_different_places_are_refused() -> None:
    lab = Lab()
    Plain(Plain(lab, "team"), "app", namespace="one")
    Plain(lab, "app")
    with pytest.raises(OrderError, match="team/app and app both make a unit 'app'"):
        units_of(lab)


@pytest.mark.parametrize("name", ["MyApp", "my_app", "-app", "app-", "a" * 64, "a.b", "ä"])
def test_a_unit_has_a_name_that_kubernetes_takes(name: str) -> None:
    lab = Lab()
    UnitChart(lab, name, namespace="default").add_manifest(config_map())
    with pytest.raises(OrderError, match=f"{name} makes a unit '{name}', which is no name that Kubernetes takes"):
        units_of(lab)


def test_the_kustomization_of_a_unit_names_what_it_waits_for() -> None:
    units = units_of(six_systems())
    body = kustomization_of(units["gitea"])
    assert body["spec"]["dependsOn"] == [{"name": name} for name in sorted(units["gitea"].depends_on)]
    assert body["spec"]["path"] == "./generated/delivery/gitea"
    assert body["spec"]["wait"] is True
    assert body["metadata"]["annotations"] == {"kustomize.toolkit.fluxcd.io/prune": "disabled"}
    assert body["spec"]["deletionPolicy"] == "Orphan"


def test_the_kustomization_of_a_unit_without_needs_and_data_is_plain() -> None:
    body = kustomization_of(units_of(six_systems())["metallb"])
    assert "dependsOn" not in body["spec"]
    assert "annotations" not in body["metadata"]
    assert "deletionPolicy" not in body["spec"]
    assert body["spec"]["prune"] is True
