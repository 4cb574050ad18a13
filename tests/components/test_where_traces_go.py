"""Where traces go: from apps to the collector, from there to Jaeger, and on which ports."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk._errors import BuildError, CapabilityError
from homelab_cdk.constructs import Lab, OtlpProtocol, WebApp
from tests.components.telemetry import LOGS, TRACES, lab_of, reached_from, values_of
from tests.labs import bodies, one

PLACE = "opentelemetry-collector"
IMAGE = "example.com/shop:1.0.0"


def _environment(lab: Lab, name: str) -> dict[str, str]:
    [container] = one(lab, "Deployment", name)["spec"]["template"]["spec"]["containers"]
    return {entry["name"]: entry["value"] for entry in container["env"]}


def test_the_collector_comes_along_and_sends_traces_to_jaeger() -> None:
    config = values_of(lab_of(TRACES), PLACE)["config"]
    exporter = {"endpoint": "jaeger.jaeger.svc:4317", "tls": {"insecure": True}}
    assert config["exporters"] == {"otlp_grpc/jaeger": exporter}
    assert config["service"]["pipelines"] == {"traces": {"receivers": ["otlp"], "exporters": ["otlp_grpc/jaeger"]}}


def test_what_the_chart_receives_beside_otlp_is_taken_away() -> None:
    lab = lab_of(TRACES)
    [unset] = [body for body in bodies(lab) if body["metadata"]["name"] == f"{PLACE}-unset-values"]
    for name in ("jaeger", "zipkin", "prometheus", "debug", "metrics", "logs"):
        assert f"{name}: null" in unset["data"]["values.yaml"]
    ports = values_of(lab, PLACE)["ports"]
    assert {name for name, port in ports.items() if port["enabled"]} == {"metrics"}


def test_logs_by_otlp_go_to_the_log_store_whatever_the_order_of_the_file() -> None:
    for answers in ((LOGS, TRACES), (TRACES, LOGS)):
        lab = lab_of(*answers)
        config = values_of(lab, PLACE)["config"]
        assert config["exporters"]["otlp_http/loki"] == {"endpoint": "http://loki.loki.svc:3100/otlp"}
        assert config["service"]["pipelines"]["logs"]["exporters"] == ["otlp_http/loki"]
        assert reached_from(lab, PLACE) == {("jaeger", 4317), ("loki", 3100)}


def test_jaeger_lets_nobody_in_but_the_collector() -> None:
    lab = lab_of(LOGS, TRACES)
    rules = one(lab, "NetworkPolicy", "allow-to-jaeger", "jaeger")["spec"]["ingress"]
    [rule] = rules
    assert rule["ports"] == [{"protocol": "TCP", "port": 4317}]
    [peer] = rule["from"]
    assert peer["namespaceSelector"]["matchLabels"] == {"kubernetes.io/metadata.name": PLACE}


@pytest.mark.parametrize(("protocol", "port"), [("http/protobuf", 4318), ("grpc", 4317)])
def test_an_app_learns_where_to_send_its_traces(protocol: OtlpProtocol, port: int) -> None:
    lab = lab_of(TRACES)
    WebApp(lab, "shop", image=IMAGE).add_traces(protocol=protocol)
    assert _environment(lab, "shop") == {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{PLACE}.{PLACE}.svc:{port}",
        "OTEL_EXPORTER_OTLP_PROTOCOL": protocol,
        "OTEL_SERVICE_NAME": "shop",
        "OTEL_LOGS_EXPORTER": "none",
        "OTEL_METRICS_EXPORTER": "none",
    }
    assert reached_from(lab, "shop") == {(PLACE, port)}


def test_an_app_may_send_logs_as_well() -> None:
    lab = lab_of(LOGS, TRACES)
    WebApp(lab, "shop", image=IMAGE, env={"OTEL_LOGS_EXPORTER": "otlp"}).add_traces()
    assert _environment(lab, "shop")["OTEL_LOGS_EXPORTER"] == "otlp"


def test_the_place_of_traces_is_set_once() -> None:
    app = WebApp(lab_of(TRACES), "shop", image=IMAGE, env={"OTEL_SERVICE_NAME": "mine"})
    with pytest.raises(BuildError, match="OTEL_SERVICE_NAME is set already"):
        app.add_traces()


def test_traces_need_a_collector() -> None:
    app = WebApp(lab_of(LOGS), "shop", image=IMAGE)
    with pytest.raises(CapabilityError, match=r"shop needs a telemetry collector.*add `telemetry: "):
        app.add_traces()


def test_traces_outlive_a_restart_unless_they_are_kept_in_memory() -> None:
    def claims(lab: Lab) -> list[Any]:
        return [body for body in bodies(lab) if body["kind"] == "PersistentVolumeClaim"]

    [claim] = claims(lab_of(TRACES))
    assert claim["spec"]["resources"] == {"requests": {"storage": "10Gi"}}
    lab = lab_of(TRACES, jaeger={"storage": "memory"})
    assert claims(lab) == []
    backends = values_of(lab, "jaeger")["userconfig"]["extensions"]["jaeger_storage"]["backends"]
    assert backends == {"lab": {"memory": {"max_traces": 50_000}}}


def test_a_change_of_its_configuration_restarts_jaeger() -> None:
    first, second = (
        values_of(lab_of(TRACES, jaeger={"retention": retention}), "jaeger")["jaeger"]["podLabels"]
        for retention in ("72h", "24h")
    )
    assert first != second


def test_the_pages_of_jaeger_are_closed_to_the_outside_unless_asked_for() -> None:
    way_in = (("loadBalancer", "metallb"), ("ingress", "traefik"))
    assert not [body for body in bodies(lab_of(*way_in, TRACES)) if body["kind"] == "HTTPRoute"]
    route = one(lab_of(*way_in, TRACES, jaeger={"host": "traces"}), "HTTPRoute", "jaeger")
    assert route["spec"]["hostnames"] == ["traces.home.example.com"]
    assert route["spec"]["rules"] == [{"backendRefs": [{"name": "jaeger", "port": 16686}]}]
