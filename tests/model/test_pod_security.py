"""The Pod Security Standards: what each level refuses."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.model import against_baseline, against_restricted, pod_security

SAFE = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
WHOLE = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}


def pod(
    context: dict[str, Any] | None = None, *, container: dict[str, Any] | None = None, **spec: Any
) -> dict[str, Any]:
    one = {"name": "a", "securityContext": {**SAFE, **(context or {})}, **(container or {})}
    return {"securityContext": WHOLE, "containers": [one], **spec}


def test_a_pod_that_asks_for_nothing_is_baseline() -> None:
    assert pod_security({"containers": [{"name": "a"}]}) == "baseline"


def test_a_pod_without_root_and_capabilities_is_restricted() -> None:
    assert pod_security(pod()) == "restricted"


@pytest.mark.parametrize(
    ("spec", "what"),
    [
        (pod(hostNetwork=True), "hostNetwork: true"),
        (pod(hostPID=True), "hostPID: true"),
        (pod(hostIPC=True), "hostIPC: true"),
        (pod(volumes=[{"name": "root", "hostPath": {"path": "/"}}]), "the hostPath /"),
        (pod({"privileged": True}), "privileged: true of the container a"),
        (pod({"capabilities": {"add": ["NET_ADMIN"]}}), "the capabilities NET_ADMIN of the container a"),
        (pod({"procMount": "Unmasked"}), "procMount Unmasked of the container a"),
        (pod({"seccompProfile": {"type": "Unconfined"}}), "seccompProfile Unconfined of the container a"),
        (pod({"appArmorProfile": {"type": "Unconfined"}}), "appArmorProfile Unconfined of the container a"),
        (pod({"seLinuxOptions": {"type": "spc_t"}}), "seLinuxOptions with type spc_t of the container a"),
        (pod({"seLinuxOptions": {"user": "u"}}), "seLinuxOptions with user u of the container a"),
        (pod({"windowsOptions": {"hostProcess": True}}), "hostProcess: true of the container a"),
        (pod(container={"ports": [{"hostPort": 80}]}), "the hostPort 80 of the container a"),
        (pod(securityContext={**WHOLE, "sysctls": [{"name": "kernel.msgmax"}]}), "the sysctls kernel.msgmax"),
        (
            pod(container={"livenessProbe": {"httpGet": {"host": "127.0.0.1"}}}),
            "probes or lifecycle hooks for the host 127.0.0.1 of the container a",
        ),
        (
            pod(container={"lifecycle": {"preStop": {"tcpSocket": {"host": "other"}}}}),
            "probes or lifecycle hooks for the host other of the container a",
        ),
        (
            pod(initContainers=[{"name": "b", "securityContext": {"privileged": True}}]),
            "privileged: true of the container b",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_only_privileged_allows(spec: dict[str, Any], what: str) -> None:
    assert list(against_baseline(spec)) == [what]
    assert pod_security(spec) == "privileged"


@pytest.mark.parametrize(
    "spec",
    [
        pod({"capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}}),
        pod({"seLinuxOptions": {"type": "container_t", "level": "s0"}}),
        pod({"procMount": "Default"}),
        pod(securityContext={**WHOLE, "sysctls": [{"name": "net.ipv4.tcp_syncookies"}]}),
        pod(container={"ports": [{"containerPort": 80, "hostPort": 0}]}),
        pod(container={"livenessProbe": {"httpGet": {"port": 80}}}),
        pod(volumes=[{"name": "x", kind: {}} for kind in ("configMap", "csi", "image", "projected")]),
    ],
)
def test_what_restricted_allows(spec: dict[str, Any]) -> None:
    assert pod_security(spec) == "restricted"


@pytest.mark.parametrize(
    ("spec", "lacks"),
    [
        (pod({"runAsUser": 0}), "runAsUser other than 0 in the container a"),
        (pod({"runAsNonRoot": False}), "runAsNonRoot: true in the container a"),
        (pod({"allowPrivilegeEscalation": True}), "allowPrivilegeEscalation: false in the container a"),
        (pod({"capabilities": {"drop": ["NET_RAW"]}}), "capabilities.drop: [ALL] in the container a"),
        (
            pod({"capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}}),
            "no added capabilities but NET_BIND_SERVICE (it adds CHOWN) in the container a",
        ),
        (pod(securityContext={"runAsNonRoot": True}), "seccompProfile.type: RuntimeDefault in the container a"),
        (pod(volumes=[{"name": "x", "nfs": {}}]), "no volume of the kind nfs (x)"),
        (pod(securityContext={**WHOLE, "runAsUser": 0}), "securityContext.runAsUser other than 0"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_baseline_allows_and_restricted_does_not(spec: dict[str, Any], lacks: str) -> None:
    assert list(against_restricted(spec)) == [lacks]
    assert pod_security(spec) == "baseline"


def test_root_in_a_user_namespace_is_restricted_from_kubernetes_1_35_on() -> None:
    spec = pod({"runAsUser": 0, "runAsNonRoot": False}, hostUsers=False)
    assert pod_security(spec, kubernetes="1.35") == "restricted"
    assert pod_security(spec, kubernetes="1.34") == "baseline"


def test_profiles_of_windows_are_not_looked_at() -> None:
    assert (
        pod_security({"os": {"name": "windows"}, "securityContext": {"runAsNonRoot": True}, "containers": [{}]})
        == "restricted"
    )


def test_an_apparmor_annotation() -> None:
    key = "container.apparmor.security.beta.kubernetes.io/a"
    assert list(against_baseline(pod(), {key: "unconfined"})) == ["the AppArmor profile unconfined of the container a"]
    assert list(against_baseline(pod(), {key: "localhost/mine", "other": "unconfined"})) == []
