from __future__ import annotations

from typing import Any

from homelab_cdk.components import load_components
from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body, LabConfig
from homelab_cdk.synth._build import build_lab
from tests.checks.looking import deployment, found, lab_of, service, thing, with_crds
from tests.labs import Plain, chosen

GROUP = "monitoring.coreos.com"


def monitor(app: str = "web", **endpoint: Any) -> Body:
    spec = {"selector": {"matchLabels": {"app": app}}, "podMetricsEndpoints": [endpoint or {"portNumber": 8080}]}
    return thing(f"{GROUP}/v1", "PodMonitor", namespace="app", spec=spec)


def lab(*bodies: Body) -> Lab:
    return with_crds(lab_of(deployment(), *bodies), GROUP, "PodMonitor", "ServiceMonitor")


def collected(*bodies: Body) -> Lab:
    """A lab that collects metrics, and an app in a closed namespace."""
    load_components()
    choices = (chosen("metrics", "kube-prometheus-stack"), chosen("secrets", "external-secrets"))
    whole = build_lab(LabConfig.sample(components=choices))
    app = Plain(whole, "app")
    for body in (deployment(), monitor(), *bodies):
        app.add_manifest(body)
    return whole


def test_pods_that_are_not_there() -> None:
    assert found(lab(monitor("wbe")), "HL672") == [
        "app/podmonitor-one: PodMonitor.monitoring.coreos.com app/one: spec.selector app=wbe takes no pods: nothing in app"
        " is known to make such; correct the labels",
    ]


def test_a_port_that_the_pods_do_not_have() -> None:
    assert found(lab(monitor(port="metrics")), "HL672") == [
        "app/podmonitor-one: PodMonitor.monitoring.coreos.com app/one: spec.podMetricsEndpoints[0] asks at the port"
        " metrics of Deployment.apps app/web, which has 8080, http; write a port of the pods",
    ]


def test_a_port_by_its_name_or_number() -> None:
    assert found(lab(monitor(port="http")), "HL672") == []
    assert found(lab(monitor(portNumber=8080)), "HL672") == []


def test_services_that_are_not_there() -> None:
    spec = {"selector": {"matchLabels": {"app": "wbe"}}, "endpoints": [{"port": "http"}]}
    body = thing(f"{GROUP}/v1", "ServiceMonitor", namespace="app", spec=spec)
    assert found(lab(body, service()), "HL672") == [
        "app/servicemonitor-one: ServiceMonitor.monitoring.coreos.com app/one: spec.selector app=wbe takes no Services:"
        " nothing in app is known to make such; correct the labels",
    ]


def test_a_collector_that_is_not_let_in() -> None:
    assert found(collected(), "HL672") == [
        "app/podmonitor-one: PodMonitor.monitoring.coreos.com app/one: spec.podMetricsEndpoints[0] asks Deployment.apps"
        " app/web at 8080, and no NetworkPolicy lets in the pods of monitoring; collect its metrics with"
        " `monitoring.scrape`, which declares the edge",
    ]


def test_a_collector_that_is_let_in() -> None:
    peer = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
    spec = {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{"from": [peer], "ports": [{"port": 8080}]}]}
    assert found(collected(thing("networking.k8s.io/v1", "NetworkPolicy", spec=spec)), "HL672") == []
