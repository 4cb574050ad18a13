"""Options of the file become keyword arguments."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.config import bind
from homelab_cdk.constructs import Component, Patch
from tests.config.catalogue import Acme, CertManager, Gitea, MetalLB, PostgreSQL, Traefik


@pytest.mark.parametrize(
    ("kind", "options", "arguments"),
    [
        (Traefik, {"loadBalancerIp": "10.0.0.1"}, {"load_balancer_ip": "10.0.0.1"}),
        (Traefik, {"replicas": 2.0, "accessLog": True}, {"replicas": 2, "access_log": True}),
        (Traefik, {"replicas": None}, {"replicas": None}),
        (MetalLB, {"addresses": ["10.0.0.1"]}, {"addresses": ("10.0.0.1",)}),
        (PostgreSQL, {"cpu": 2, "instances": 3}, {"cpu": "2", "instances": 3}),
        (PostgreSQL, {"cpu": 1.5}, {"cpu": "1.5"}),
        (Gitea, {"database": "main"}, {"database": "main"}),
        (
            CertManager,
            {"acme": {"email": "me@example.com", "dns01": {"a": {"b": None}}}},
            {"acme": Acme(email="me@example.com", dns01={"a": {"b": None}})},
        ),
        (
            CertManager,
            {"values": {"a": [1, None]}, "namespace": "certs"},
            {"values": {"a": [1, None]}, "namespace": "certs"},
        ),
        (
            CertManager,
            {
                "patches": [
                    {"kind": "Service", "name": "x", "operations": [{"op": "remove", "path": "/a"}], "reason": "b"}
                ]
            },
            {"patches": (Patch(kind="Service", name="x", operations=({"op": "remove", "path": "/a"},), reason="b"),)},
        ),
        (CertManager, {}, {}),
    ],
    ids=str,
)
def test_bound(kind: type[Component], options: dict[str, object], arguments: dict[str, Any]) -> None:
    bound = bind(kind, options)

    assert bound == arguments
    assert {key: type(value) for key, value in bound.items()} == {key: type(value) for key, value in arguments.items()}


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        (Traefik, {"replica": 2}, "replica: traefik has no option 'replica'; it has replicas, loadBalancerIp,"),
        (Traefik, {"replicas": "two"}, 'replicas: expected a whole number from 1 to 9, got "two"'),
        (Traefik, {"accessLog": 1}, "accessLog: expected true or false, got 1"),
        (MetalLB, {"protocol": "arp"}, 'protocol: expected layer2 or bgp, got "arp"'),
        (MetalLB, {"addresses": ["10.0.0.1", 5]}, "addresses.1: expected text, got 5"),
        (PostgreSQL, {"instances": True}, "instances: expected 1, 3 or null, got true"),
        (CertManager, {"patches": [{"kind": "A"}]}, "patches.0: expected a mapping"),
        (
            CertManager,
            {"patches": [{"kind": "A", "name": "b", "operations": [], "reason": ""}]},
            "patches.0: the patch of A b has no reason",
        ),
    ],
    ids=str,
)
def test_refused_by_path(kind: type[Component], options: dict[str, object], message: str) -> None:
    with pytest.raises(BuildError) as caught:
        bind(kind, options)

    assert str(caught.value).startswith(message)
