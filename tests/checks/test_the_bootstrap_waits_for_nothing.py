"""Nothing that is installed before Flux waits for something that Flux installs."""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from typing import Literal

import pytest

from homelab_cdk.bootstrap import _set
from homelab_cdk.components.flux import Flux
from homelab_cdk.constructs import HelmApp, HelmRelease, Lab, LoadBalancer, Patch, StorageClass, UnitChart, WebApp
from homelab_cdk.model import (
    Body,
    ChartFacts,
    ContainerFact,
    CrdFact,
    GitSource,
    GroupKind,
    HookFact,
    LabConfig,
    ObjectKey,
    ServiceFact,
    VolumeFact,
    WebhookFact,
    WebhookRule,
    WorkloadFact,
)
from tests.checks.looking import app_of, deployment, found, service, thing, with_crds
from tests.labs import PIN, Plain, locked, six_systems

CODE = "HL302"
IMAGE = ContainerFact(name="main", image="registry.example.com/cni:1.2.3")
AGENT = WorkloadFact(kind="DaemonSet", namespace="cni", name="agent", replicas=0, containers=(IMAGE,))
DATA = VolumeFact(name="data", size=1024)
POT_KIND = GroupKind("tea.example.com", "Pot")
POT = CrdFact(group="tea.example.com", kind="Pot", plural="pots", scope="Cluster", versions=("v1",))


def lab_with(
    facts: ChartFacts,
    *,
    later: ChartFacts | None = None,
    before_flux: bool = True,
    distribution: Literal["k3s", "kubeadm"] = "k3s",
) -> Lab:
    """A lab whose pod network is installed before Flux, and perhaps another system that Flux installs."""
    known = {"cni": facts} | ({"later": later} if later else {})
    config = LabConfig.sample()
    lab = Lab(replace(config, cluster=replace(config.cluster, distribution=distribution)), lock=locked(known))
    HelmRelease(Plain(lab, "cni"), chart=PIN, values={}, before_flux=before_flux)
    if later:
        HelmApp(lab, "later", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    return lab


def provides(lab: Lab, capability: type[StorageClass | LoadBalancer]) -> Lab:
    """The same lab with a system that Flux installs and that provides it."""
    chart = UnitChart(lab, f"provider-{len(lab.unit_charts)}")
    chart.provide(capability(name="provider", provider=chart))
    return lab


def test_the_six_systems_are_sound() -> None:
    assert found(six_systems(nodes=3), CODE) == []


def test_a_volume_that_comes_later() -> None:
    lab = provides(lab_with(ChartFacts(workloads=(replace(AGENT, volumes=(DATA,)),))), StorageClass)
    assert found(lab, CODE) == [
        "cni: DaemonSet cni/agent of the chart operator 1.2.3: it runs before Flux and asks for the volume data, which"
        " nothing provides before Flux runs; turn its persistence off",
    ]


def test_a_volume_of_what_an_operator_makes() -> None:
    lab = provides(lab_with(ChartFacts()), StorageClass)
    app_of(lab).children.append(replace(AGENT, volumes=(DATA,)))
    assert len(found(lab, CODE)) == 1


def test_a_volume_that_k3s_provides_by_itself() -> None:
    facts = ChartFacts(workloads=(replace(AGENT, volumes=(DATA,)),))
    assert found(lab_with(facts), CODE) == []
    assert len(found(lab_with(facts, distribution="kubeadm"), CODE)) == 1


def test_a_volume_of_what_flux_installs() -> None:
    facts = ChartFacts(workloads=(replace(AGENT, volumes=(DATA,)),))
    assert found(provides(lab_with(facts, before_flux=False), StorageClass), CODE) == []


@pytest.mark.parametrize(("event", "count"), [("pre-install", 1), ("pre-delete", 0)])
def test_a_volume_of_a_hook(event: str, count: int) -> None:
    job = WorkloadFact(kind="Job", namespace="cni", name="hook", volumes=(DATA,), hook=True)
    facts = ChartFacts(workloads=(job,), hooks=(HookFact(kind="Job", name="hook", events=(event,)),))
    assert len(found(provides(lab_with(facts), StorageClass), CODE)) == count


def test_a_load_balancer_that_comes_later() -> None:
    facts = ChartFacts(services=(ServiceFact(namespace="cni", name="api", type="LoadBalancer"),))
    assert found(provides(lab_with(facts), LoadBalancer), CODE) == [
        "cni: Service cni/api of the chart operator 1.2.3: it stands before Flux and asks for an address of a load"
        " balancer, which nothing gives before Flux runs; make it a ClusterIP",
    ]
    assert found(lab_with(facts), CODE) == []


def test_a_kind_whose_crd_comes_later() -> None:
    monitor = ObjectKey("tea.example.com", "Pot", "cni", "agent")
    lab = lab_with(ChartFacts(objects=(monitor,)), later=ChartFacts(crds=(POT,)))
    assert found(lab, CODE) == [
        "cni: the chart operator 1.2.3: it is installed before Flux and brings a Pot, and nothing before it brings the"
        f" CRD of {POT_KIND}; turn that off in the values",
    ]


def test_a_kind_whose_crd_it_brings_itself() -> None:
    pot = ObjectKey("tea.example.com", "Pot", "", "one")
    assert found(lab_with(ChartFacts(objects=(pot,), crds=(POT,))), CODE) == []


def test_a_crd_that_comes_in_a_release_before() -> None:
    pot = ChartFacts(objects=(ObjectKey("tea.example.com", "Pot", "", "one"),))
    lab = Lab(lock=locked({"cni/crds": ChartFacts(crds=(POT,)), "cni": pot}))
    owner = Plain(lab, "cni")
    first = HelmRelease(owner, chart=PIN, values={}, name="crds", before_flux=True)
    HelmRelease(owner, chart=PIN, values={}, after=(first,), before_flux=True)
    assert found(lab, CODE) == []


def webhook(*, group: str, resource: str, narrowed: bool = False, blocks: bool = True) -> ChartFacts:
    rule = WebhookRule(groups=(group,), resources=(resource,), operations=("CREATE",))
    hook = WebhookFact(name="judge", kind="validating", blocks=blocks, narrowed=narrowed, rules=(rule,))
    return ChartFacts(webhooks=(hook,))


def test_a_webhook_that_comes_later() -> None:
    lab = lab_with(ChartFacts(workloads=(AGENT,)), later=webhook(group="", resource="pods"))
    assert (
        "it is installed before Flux and makes a Pod, which the webhook judge of the chart operator 1.2.3"
        in (found(lab, CODE)[0])
    )


def test_a_webhook_over_a_custom_kind_of_the_set() -> None:
    pot = ObjectKey("tea.example.com", "Pot", "", "one")
    lab = lab_with(ChartFacts(objects=(pot,), crds=(POT,)), later=webhook(group="tea.example.com", resource="pots"))
    assert len(found(lab, CODE)) == 1


@pytest.mark.parametrize(
    "judge",
    [
        webhook(group="", resource="configmaps"),
        webhook(group="", resource="pods", narrowed=True),
        webhook(group="", resource="pods", blocks=False),
    ],
    ids=["another kind", "narrowed", "lets through"],
)
def test_a_webhook_that_does_not_stand_in_the_way(judge: ChartFacts) -> None:
    assert found(lab_with(ChartFacts(workloads=(AGENT,)), later=judge), CODE) == []


def test_a_webhook_that_stands_in_the_tree() -> None:
    lab = lab_with(ChartFacts(workloads=(AGENT,)))
    rule = {"apiGroups": ["apps"], "resources": ["daemonsets"], "operations": ["*"]}
    body = thing("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "gate")
    app_of(lab).add_manifest({**body, "webhooks": [{"name": "gate.example.com", "rules": [rule]}]})
    # Flux's operator is a Deployment, so that only the DaemonSet is judged.
    assert [line.partition(":")[0] for line in found(lab, CODE)] == ["cni"]


def test_an_image_that_the_lab_serves() -> None:
    lab = with_crds(lab_with(ChartFacts(workloads=(AGENT,))), "gateway.networking.k8s.io", "HTTPRoute")
    app_of(lab).add_manifest(
        thing(
            "gateway.networking.k8s.io/v1", "HTTPRoute", namespace="cni", spec={"hostnames": ["registry.example.com"]}
        )
    )
    assert found(lab, CODE) == [
        "cni: the image registry.example.com/cni:1.2.3: it is needed before Flux runs and comes from"
        " registry.example.com, which cni/httproute-one serves once Flux has installed it; take it from a registry"
        " outside of the lab",
    ]


def test_a_repository_that_the_lab_serves() -> None:
    lab = Lab(replace(LabConfig.sample(), git=GitSource(url="https://git.home.example.com/me/lab.git")))
    app = Plain(lab, "git")
    backend = {"service": {"name": "git", "port": {"number": 80}}}
    rule = {
        "host": "git.home.example.com",
        "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]},
    }
    app.add_manifest(thing("networking.k8s.io/v1", "Ingress", spec={"rules": [rule]}))
    assert found(lab, CODE) == [
        "flux: FluxInstance flux-system/flux: Flux reads the repository from git.home.example.com, which git/ingress-one"
        " serves once Flux has installed it; keep the repository that Flux reads outside of the lab, and mirror it into"
        " the lab",
    ]


def test_a_volume_of_flux() -> None:
    lab = Lab()
    operation = {"op": "add", "path": "/spec/storage", "value": {"class": "fast", "size": "1Gi"}}
    Flux(lab, patches=[Patch(kind="FluxInstance", name="flux", operations=[operation], reason="keeps artifacts")])
    assert len(found(provides(lab, StorageClass), CODE)) == 1


def test_an_app_is_no_part_of_it() -> None:
    lab = six_systems()
    WebApp(lab, "reader", image="registry.example.com/reader:1.2.3").add_route()
    assert found(lab, CODE) == []


def sharing_an_address() -> LabConfig:
    config = LabConfig.sample(nodes=3)
    return replace(config, cluster=replace(config.cluster, api=ipaddress.ip_address("192.168.1.10")))


@pytest.mark.parametrize(
    ("later", "count"), [(webhook(group="apps", resource="daemonsets"), 1), (webhook(group="", resource="nodes"), 0)]
)
def test_an_object_that_the_machines_apply(later: ChartFacts, count: int) -> None:
    """Three servers share an address for their API, which a DaemonSet holds that no chart brings."""
    lab = Lab(sharing_an_address(), lock=locked({"later": later}))
    HelmApp(lab, "later", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    findings = found(lab, CODE)
    assert len(findings) == count
    assert all(line.startswith("lab: DaemonSet.apps kube-system/kube-vip-ds: ") for line in findings)


@pytest.mark.parametrize(
    ("body", "asks"),
    [
        (deployment(pod={"volumes": [{"name": "a", "persistentVolumeClaim": {"claimName": "data"}}]}), "volume data"),
        (service(type="LoadBalancer"), "address of a load balancer"),
        (thing("tea.example.com/v1", "Pot"), "CRD of Pot.tea.example.com"),
    ],
    ids=["volume", "load balancer", "CRD"],
)
def test_what_an_object_by_itself_may_ask_for(monkeypatch: pytest.MonkeyPatch, body: Body, asks: str) -> None:
    sound = _set.kube_vip_objects
    monkeypatch.setattr(_set, "kube_vip_objects", lambda config: (*sound(config), body))
    lab = provides(provides(Lab(sharing_an_address()), StorageClass), LoadBalancer)
    [line] = found(lab, CODE)
    assert asks in line
