"""A hardened lab: what the CIS guide of k3s asks for, without shutting the lab's own systems out."""

from __future__ import annotations

from typing import Any

import yaml

from homelab_cdk.constructs import Lab, PodSecurity, UnitChart
from homelab_cdk.model import WorkloadFact
from tests.hosts.machines import config_of, files_of, lab_of


def hardened(*levels: PodSecurity) -> Lab:
    """A hardened lab with a namespace of each level."""
    lab = lab_of(config_of(agents=1, hardened=True))
    for level in levels:
        UnitChart(lab, level).add_namespace(pod_security=level)
    return lab


def plugin(lab: Lab, name: str) -> dict[str, Any]:
    document = yaml.safe_load(files_of(lab)["node-1/psa.yaml"])
    [found] = [item["configuration"] for item in document["plugins"] if item["name"] == name]
    assert isinstance(found, dict)
    return found


def exempt(lab: Lab) -> list[str]:
    namespaces: list[str] = plugin(lab, "PodSecurity")["exemptions"]["namespaces"]
    return namespaces


def test_namespaces_without_a_level_are_restricted() -> None:
    defaults = plugin(hardened(), "PodSecurity")["defaults"]

    assert {defaults[mode] for mode in ("enforce", "audit", "warn")} == {"restricted"}


def test_only_privileged_namespaces_are_exempt() -> None:
    # A name in this list is not judged at all, so a baseline namespace in it would be open.
    assert exempt(hardened("restricted", "baseline", "privileged")) == ["kube-system", "privileged"]


def test_a_namespace_that_an_operator_makes_for_the_host_is_exempt() -> None:
    lab = hardened("restricted")
    child = WorkloadFact(kind="DaemonSet", namespace="calico-system", name="calico-node", replicas=0, host_network=True)
    lab.unit_charts[0].children.append(child)

    assert exempt(lab) == ["calico-system", "kube-system"]


def test_events_are_bounded() -> None:
    # The API server refuses the plugin without a limit.
    assert plugin(hardened(), "EventRateLimit")["limits"]


def test_every_file_that_the_api_server_is_told_of_is_put_in_place() -> None:
    files = files_of(hardened())
    told = yaml.safe_load(files["node-1/config.yaml"])["kube-apiserver-arg"]
    paths = dict(item.split("=", 1) for item in told)

    for key, name in (("admission-control-config-file", "psa.yaml"), ("audit-policy-file", "audit.yaml")):
        assert f"place {name} {paths[key]} 600 restart" in files["node-1/install.sh"]
    assert "folder /var/lib/rancher/k3s/server/logs 700" in files["node-1/install.sh"]
    assert paths["audit-log-path"].startswith("/var/lib/rancher/k3s/server/logs/")


def test_an_agent_has_the_kernel_settings_but_nothing_of_the_api_server() -> None:
    files = files_of(hardened())

    assert yaml.safe_load(files["agent-1/config.yaml"])["protect-kernel-defaults"] is True
    assert "vm.overcommit_memory=1" in files["agent-1/90-kubelet.conf"]
    assert {"agent-1/psa.yaml", "agent-1/audit.yaml"} & files.keys() == set()


def test_nothing_of_it_in_other_labs() -> None:
    files = files_of(lab_of(config_of()))

    assert {"node-1/psa.yaml", "node-1/audit.yaml"} & files.keys() == set()
    assert "audit" not in files["node-1/config.yaml"]
