"""How Alloy reads logs: its configuration, its rights, and what it may reach."""

from __future__ import annotations

import re

import pytest

from homelab_cdk._errors import CapabilityError
from homelab_cdk.components.alloy import Alloy
from homelab_cdk.components.alloy._config import Mode, alloy_config
from homelab_cdk.constructs import Lab
from tests.components.telemetry import LOGS, lab_of, reached_from, values_of
from tests.labs import one

ALLOY = ("logCollector", "alloy")
URL = "http://loki.loki.svc:3100/loki/api/v1/push"


def _config(mode: Mode = "api", *, events: bool = True, clustered: bool = False) -> str:
    return alloy_config(mode=mode, events=events, clustered=clustered, push_url=URL)


def _blocks(text: str) -> dict[str, str]:
    """The outer blocks by their kind and label."""
    found = re.findall(r'^([\w.]+(?: "\w+")?) \{\n(.*?)^\}$', text, re.MULTILINE | re.DOTALL)
    return {head.replace('"', ""): body for head, body in found}


@pytest.mark.parametrize("mode", ["api", "files"])
@pytest.mark.parametrize("clustered", [True, False])
def test_braces_are_balanced_and_nothing_is_a_template_of_helm(mode: Mode, clustered: bool) -> None:
    text = _config(mode, clustered=clustered)
    assert text.count("{") == text.count("}")
    assert "{{" not in text


def test_lines_go_from_the_pods_to_the_log_store() -> None:
    blocks = _blocks(_config())
    assert list(blocks) == [
        "logging",
        "discovery.kubernetes pods",
        "discovery.relabel pods",
        "loki.source.kubernetes pods",
        "loki.source.kubernetes_events cluster",
        "loki.write lab",
    ]
    assert "targets = discovery.kubernetes.pods.targets" in blocks["discovery.relabel pods"]
    assert "targets    = discovery.relabel.pods.output" in blocks["loki.source.kubernetes pods"]
    assert "forward_to = [loki.write.lab.receiver]" in blocks["loki.source.kubernetes pods"]
    assert f'url = "{URL}"' in blocks["loki.write lab"]


def test_each_line_has_five_labels() -> None:
    labels = re.findall(r'target_label  = "(\w+)"', _blocks(_config())["discovery.relabel pods"])
    assert labels == ["namespace", "pod", "container", "node", "app"]


@pytest.mark.parametrize(
    ("labels", "app"),
    [("gitea;;", "gitea"), (";shop;", "shop"), (";;kube-dns", "kube-dns"), ("gitea;shop;", "gitea"), (";;", None)],
)
def test_the_app_is_the_first_label_that_the_pod_has(labels: str, app: str | None) -> None:
    [pattern] = re.findall(r'regex         = "(.*)"', _blocks(_config())["discovery.relabel pods"])
    found = re.fullmatch(pattern, labels)
    assert (found and found[1]) == app


def test_files_are_read_of_the_own_node_alone() -> None:
    blocks = _blocks(_config("files"))
    assert 'field = "spec.nodeName=" + sys.env("K8S_NODE_NAME")' in blocks["discovery.kubernetes pods"]
    assert '"/var/log/pods/*$1/*.log"' in blocks["discovery.relabel pods"]
    assert "forward_to = [loki.process.pods.receiver]" in blocks["loki.source.file pods"]
    assert "stage.cri {}" in blocks["loki.process pods"]


def test_events_may_be_left_out() -> None:
    assert "loki.source.kubernetes_events cluster" not in _blocks(_config(events=False))
    rights = values_of(lab_of(LOGS, ALLOY, alloy={"events": False}), "alloy")["rbac"]
    assert "events" not in str(rights)


@pytest.mark.parametrize(("nodes", "replicas"), [(1, 1), (5, 1), (6, 2)])
def test_one_pod_reads_the_logs_of_up_to_five_nodes(nodes: int, replicas: int) -> None:
    values = values_of(lab_of(LOGS, nodes=nodes), "alloy")
    assert values["controller"]["replicas"] == replicas
    assert values["alloy"]["clustering"] == {"enabled": replicas > 1}
    assert values["alloy"]["configMap"]["content"].count("clustering {") == (2 if replicas > 1 else 0)


def test_several_pods_find_each_other() -> None:
    assert reached_from(lab_of(LOGS), "alloy") == {("loki", 3100)}
    assert reached_from(lab_of(LOGS, nodes=6), "alloy") == {("loki", 3100), ("alloy", 12345)}


def test_it_reads_no_secrets() -> None:
    rights = values_of(lab_of(LOGS), "alloy")["rbac"]
    read = {name for rule in (*rights["rules"], *rights["clusterRules"]) for name in rule["resources"]}
    assert read == {"pods", "pods/log", "namespaces", "events"}


@pytest.mark.parametrize(("mode", "level"), [("api", "restricted"), ("files", "privileged")])
def test_only_files_need_rights_on_the_nodes(mode: str, level: str) -> None:
    lab = lab_of(LOGS, ALLOY, alloy={"mode": mode})
    labels = one(lab, "Namespace", "alloy")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == level


def test_without_a_log_store_it_is_refused() -> None:
    with pytest.raises(CapabilityError, match="alloy needs a log store"):
        Alloy(Lab())
