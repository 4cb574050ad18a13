"""Kubernetes' own objects against Kubernetes' own schemas."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.model import Body
from homelab_cdk.schemas import SchemaBook, core_schemas
from tests.checks.looking import deployment, service, thing

BOOK = SchemaBook("1.36")


def said(body: Body) -> list[str]:
    return [
        f"{problem.path}: {problem.message}" + (f"; {problem.suggestion}" if problem.suggestion else "")
        for problem in BOOK.problems(body)
    ]


@pytest.mark.parametrize("body", [deployment(), service(), thing("v1", "ConfigMap") | {"data": {"a": "b"}}])
def test_a_sound_object(body: Body) -> None:
    assert said(body) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            deployment(pod={"nodeSelectors": {}}),
            "nodeSelectors: there is no such field; did you mean spec.template.spec.nodeSelector?",
        ),
        (deployment(container={"image": 1}), "containers[0].image: has to be of type string, got the number 1"),
        (
            deployment(container={"env": [{"name": "A", "value": 1}]}),
            "env[0].value: has to be of type string, got the number 1",
        ),
        (
            deployment(container={"resources": {"limits": {"memory": "64MB"}}}),
            "write a number with an optional unit, such as 500m",
        ),
        (
            deployment(container={"resources": {"limits": {"memory": []}}}),
            "has to be of type string or number, got a list",
        ),
        (service(ports=[{"port": "80"}]), "ports[0].port: has to be of type integer, got the text '80'"),
        (service(port={"targetPort": True}), "has to be of type string or integer, got the boolean true"),
        (service(clusterIp="None"), "clusterIp: there is no such field; did you mean spec.clusterIP?"),
        (thing("v1", "ConfigMap") | {"data": {"a": 1}}, "data.a: has to be of type string, got the number 1"),
        (thing("v1", "ConfigMap") | {"spec": {}}, "spec: there is no such field"),
        (
            thing("networking.k8s.io/v1", "NetworkPolicy", spec={"podSelector": {"a": "b"}}),
            "spec.podSelector.a: there is no such field",
        ),
        (thing("apps/v1", "Deployment", spec={"template": {}}), "spec: lacks selector"),
        (
            thing("v1", "Namespace") | {"metadata": {"name": "a", "label": {}}},
            "metadata.label: there is no such field; did you mean metadata.labels?",
        ),
    ],
)
def test_an_object_that_kubernetes_refuses(body: Body, message: str) -> None:
    found = said(body)
    assert any(message in text for text in found), found
    assert len(found) == 1


@pytest.mark.parametrize("amount", ["500m", "1.5Gi", "2", "1e3", 2, 0.5, "-1", ".5", "12E", "1Ki"])
def test_quantities(amount: object) -> None:
    assert said(deployment(container={"resources": {"requests": {"cpu": amount}}})) == []


@pytest.mark.parametrize("path", ["replicas", "paused", "strategy"])
def test_nothing_in_place_of_a_field_is_dropped(path: str) -> None:
    body = deployment()
    body["spec"][path] = None
    assert said(body) == []
    body["spec"]["template"]["spec"]["containers"][0]["resources"]["limits"]["cpu"] = None
    assert said(body) == []


def test_values_that_json_has_no_type_for_are_no_crash() -> None:
    class Text(str):
        pass

    assert said(thing("v1", "ConfigMap") | {"data": {"a": Text("b")}}) == []
    odd: Any = {"data": {1: "b", "c": 2**70}}
    assert said(thing("v1", "ConfigMap") | odd) == [
        "data.c: has to be of type string, got the number 1180591620717411303424; write it as a text, in quotes"
    ]


@pytest.mark.parametrize(
    ("asked", "version"), [("1.34", "1.34"), ("1.36.2", "1.36"), ("1.99", "1.37"), ("1.2", "1.25")]
)
def test_the_schemas_are_those_of_the_version_or_of_the_nearest(asked: str, version: str) -> None:
    core = core_schemas(asked)
    assert core is not None
    assert (core.version, core.asked) == (version, ".".join(asked.split(".")[:2]))


def test_a_kind_is_not_taken_for_its_namesake_of_another_group() -> None:
    core = core_schemas("1.36")
    assert core is not None
    assert core.shape("networking.k8s.io/v1", "Ingress") is not None
    assert core.shape("networking.example.com/v1", "Ingress") is None


def claim(**spec: object) -> Body:
    whole = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}, **spec}
    return thing("v1", "PersistentVolumeClaim", spec={key: value for key, value in whole.items() if value is not None})


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            deployment(container={"imagePullPolicy": "IfnotPresent"}),
            "got the text 'IfnotPresent', allowed is Always, IfNotPresent, Never; did you mean IfNotPresent?",
        ),
        (deployment(container={"ports": [{"containerPort": 70000}]}), "70000 is greater than the maximum of 65535"),
        (service(port={"port": 0}), "0 is less than the minimum of 1"),
        (service(port={"protocol": "tcp"}), "got the text 'tcp', allowed is TCP, UDP, SCTP; did you mean TCP?"),
        (service(type="Loadbalancer"), "allowed is ExternalName, ClusterIP, NodePort, LoadBalancer"),
        (
            thing("v1", "ConfigMap") | {"data": {"a/b": "c"}},
            "got the text 'a/b', which Kubernetes does not take; write a key of letters, digits, '-', '_' and '.'",
        ),
        (claim(accessModes=["ReadWrite"]), "got the text 'ReadWrite', allowed is ReadWriteOnce"),
        (claim(resources=None), "spec: lacks resources"),
        (
            thing(
                "networking.k8s.io/v1",
                "NetworkPolicy",
                spec={"podSelector": {}, "egress": [{"to": [{"ipBlock": {"cidr": "10.0.0.0"}}]}]},
            ),
            "write a network such as 192.168.1.0/24",
        ),
    ],
)
def test_what_the_descriptions_of_fields_say(body: Body, message: str) -> None:
    found = said(body)
    assert any(message in text for text in found), found
    assert len(found) == 1


def test_words_and_numbers_that_are_allowed() -> None:
    ports = [{"name": "http", "containerPort": 65535, "protocol": "UDP"}]
    assert said(deployment(container={"ports": ports, "imagePullPolicy": "Always"})) == []
    assert said(service(type="LoadBalancer", port={"port": 1})) == []
    assert said(claim()) == []
    assert said(thing("v1", "ConfigMap") | {"data": {"a-b_c.d": "e"}}) == []
