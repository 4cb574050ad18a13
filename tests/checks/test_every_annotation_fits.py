from __future__ import annotations

from tests.checks.looking import found, lab_of, thing

MOST = 256 * 1024


def test_more_than_kubernetes_takes() -> None:
    body = thing("v1", "ConfigMap", annotations={"a": "b" * MOST})
    assert found(lab_of(body), "HL179") == [
        "app/configmap-one: ConfigMap app/one: its annotations take 262,145 bytes, Kubernetes takes 262,144; keep the content"
        " in a ConfigMap",
    ]


def test_as_much_as_kubernetes_takes() -> None:
    assert found(lab_of(thing("v1", "ConfigMap", annotations={"a": "b" * (MOST - 1)})), "HL179") == []


def test_what_is_long_elsewhere() -> None:
    body = thing("v1", "ConfigMap") | {"data": {"a": "b" * MOST}}
    assert found(lab_of(body), "HL179") == []
