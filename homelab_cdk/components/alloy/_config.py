"""The configuration of Alloy, in its own language."""

from __future__ import annotations

import json
from typing import Literal

__all__ = ["Mode", "alloy_config"]

Mode = Literal["api", "files"]

LABELS = (
    ("namespace", ("__meta_kubernetes_namespace",)),
    ("pod", ("__meta_kubernetes_pod_name",)),
    ("container", ("__meta_kubernetes_pod_container_name",)),
    ("node", ("__meta_kubernetes_pod_node_name",)),
)
"""The labels of each line and what they come from; few values each, for Loki keeps a stream for each combination."""

APP = tuple(f"__meta_kubernetes_pod_label_{label}" for label in ("app_kubernetes_io_name", "app", "k8s_app"))
"""What the label `app` comes from: the first of these labels that the pod has."""

ON_THIS_NODE = """\
  // Each pod of Alloy reads what lies on its own node.
  selectors {
    role  = "pod"
    field = "spec.nodeName=" + sys.env("K8S_NODE_NAME")
  }
"""


def alloy_config(*, mode: Mode, events: bool, clustered: bool, push_url: str) -> str:
    """Read the logs of all pods, and the events of Kubernetes where they are wished for, and push them.

    Components, arguments and defaults: https://grafana.com/docs/alloy/v1.18/reference/components/. The chart takes the
    text for a template, so two opening braces never stand side by side.

    Args:
        mode: `api` reads through the API server, `files` the files of the node.
        events: whether the cluster's events are read as well.
        clustered: whether several pods divide the work among themselves.
        push_url: where to.
    """
    blocks = [
        _logging(),
        _discovery(mode),
        _labels(mode),
        _source_of_files() if mode == "files" else _source_of_api(clustered),
    ]
    if events:
        blocks.append(_events(clustered))
    blocks.append(_write(push_url))
    return "\n".join(blocks)


def _logging() -> str:
    return 'logging {\n  level  = "info"\n  format = "logfmt"\n}\n'


def _discovery(mode: Mode) -> str:
    inner = ON_THIS_NODE if mode == "files" else ""
    return f'// All pods, as they come and go.\ndiscovery.kubernetes "pods" {{\n  role = "pod"\n{inner}}}\n'


def _labels(mode: Mode) -> str:
    rules = [_rule(target, sources) for target, sources in LABELS]
    rules.append(_rule("app", APP, regex=";*([^;]+).*", separator=";"))
    if mode == "files":
        sources = ("__meta_kubernetes_pod_uid", "__meta_kubernetes_pod_container_name")
        rules.append(_rule("__path__", sources, separator="/", replacement="/var/log/pods/*$1/*.log"))
    return (
        '// The labels of each line.\ndiscovery.relabel "pods" {\n'
        f"  targets = discovery.kubernetes.pods.targets\n\n{chr(10).join(rules)}}}\n"
    )


def _rule(target: str, sources: tuple[str, ...], **more: str) -> str:
    given = {"source_labels": json.dumps(list(sources)), **{key: json.dumps(value) for key, value in more.items()}}
    given["target_label"] = json.dumps(target)
    lines = [f"    {key:<13} = {value}" for key, value in given.items()]
    return "\n".join(["  rule {", *lines, "  }", ""])


def _source_of_api(clustered: bool) -> str:
    return (
        "// Reads through the API server, without any right on the nodes.\n"
        'loki.source.kubernetes "pods" {\n'
        "  targets    = discovery.relabel.pods.output\n"
        "  forward_to = [loki.write.lab.receiver]\n"
        f"{_clustering(clustered)}}}\n"
    )


def _source_of_files() -> str:
    return (
        "// Reads the files that the container runtime writes.\n"
        'loki.source.file "pods" {\n'
        "  targets    = discovery.relabel.pods.output\n"
        "  forward_to = [loki.process.pods.receiver]\n\n"
        "  file_match {\n    enabled = true\n  }\n}\n\n"
        "// Takes off what the runtime puts before each line, and the path, which says nothing that the labels do not.\n"
        'loki.process "pods" {\n'
        "  forward_to = [loki.write.lab.receiver]\n\n"
        '  stage.cri {}\n\n  stage.label_drop {\n    values = ["filename"]\n  }\n}\n'
    )


def _events(clustered: bool) -> str:
    return (
        "// What Kubernetes tells of its objects: pods that do not start, volumes that cannot be attached.\n"
        'loki.source.kubernetes_events "cluster" {\n'
        '  job_name   = "kubernetes-events"\n'
        "  forward_to = [loki.write.lab.receiver]\n"
        f"{_clustering(clustered)}}}\n"
    )


def _clustering(clustered: bool) -> str:
    return "\n  clustering {\n    enabled = true\n  }\n" if clustered else ""


def _write(push_url: str) -> str:
    return f'loki.write "lab" {{\n  endpoint {{\n    url = {json.dumps(push_url)}\n  }}\n}}\n'
