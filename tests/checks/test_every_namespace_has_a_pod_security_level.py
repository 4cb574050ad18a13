from __future__ import annotations

from tests.checks.looking import found, lab_of, thing

LEVEL = "pod-security.kubernetes.io/enforce"


def test_a_namespace_without_level() -> None:
    assert found(lab_of(thing("v1", "Namespace", "free")), "HL701") == [
        "app/namespace-free: Namespace free: its label pod-security.kubernetes.io/enforce is not set, allowed are"
        " privileged, baseline, restricted; make it with `add_namespace`, or write restricted unless its pods need"
        " more",
    ]


def test_a_level_that_does_not_exist() -> None:
    assert found(lab_of(thing("v1", "Namespace", "free", labels={LEVEL: "strict"})), "HL701") == [
        "app/namespace-free: Namespace free: its label pod-security.kubernetes.io/enforce is 'strict', allowed are"
        " privileged, baseline, restricted; make it with `add_namespace`, or write restricted unless its pods need"
        " more",
    ]


def test_a_namespace_with_a_level() -> None:
    assert found(lab_of(thing("v1", "Namespace", "free", labels={LEVEL: "baseline"})), "HL701") == []
