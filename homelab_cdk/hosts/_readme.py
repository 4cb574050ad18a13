"""`generated/hosts/README.md`: what to do on each machine, in order."""

from __future__ import annotations

from ..constructs import left_to_the_distribution
from ..model import LabConfig, Node
from ..order import Built
from ._flags import AGENT_TOKEN, SERVER_TOKEN

__all__ = ["readme"]


def readme(built: Built) -> str:
    """The page."""
    config = built.lab.config
    first, *others = config.servers
    agents = [node for node in config.nodes if "server" not in node.roles]
    parts = [
        f"# The machines of {config.name}",
        f"k3s {config.cluster.k3s_version}. Each folder makes one machine a part of the cluster: configuration files and an"
        " install script to\nread. `sh install.sh --root DIR` writes the files elsewhere and only says what else would be"
        " done.",
        _ports(built),
        _table(config),
        f"## 1. {first.name} starts the cluster",
        _install(first),
        f"It makes up the tokens that the others join with, and keeps them in `{SERVER_TOKEN}` and\n`{AGENT_TOKEN}`,"
        " readable by root. Keep a copy of the first where you keep passwords: a restore of the\ncluster asks for it.",
    ]
    step = 2
    for title, nodes in (("servers", others), ("agents", agents)):
        for node in nodes:
            after = ", one after the other" if len(nodes) > 1 else ""
            if node is nodes[0]:
                parts.append(
                    f"## {step}. The other {title}{after}" if title == "servers" else f"## {step}. The {title}"
                )
                step += 1
            parts.append(_join(first, node, servers=title == "servers"))
    parts += [
        f"## {step}. Look",
        f"```sh\nssh {first.name} sudo k3s kubectl get nodes -o wide\n```",
        _kubeconfig(config, first),
        "## After a change",
        "Copy the folders and run the scripts again, one server after the other: what is right already stays untouched,"
        " and k3s\nrestarts only where its configuration changed. Pods keep running meanwhile.",
        "What comes next stands in [flux/README.md](../../flux/README.md).",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _install(node: Node) -> str:
    return (
        f"```sh\nscp -r generated/hosts/{node.name} {node.name}:\n"
        f"ssh -t {node.name} sudo sh {node.name}/install.sh\n```"
    )


def _join(first: Node, node: Node, *, servers: bool) -> str:
    tokens = (SERVER_TOKEN, AGENT_TOKEN) if servers else (AGENT_TOKEN,)
    lines = ["```sh", f"scp -r generated/hosts/{node.name} {node.name}:"]
    lines += [
        f"ssh {first.name} sudo cat {token} | ssh {node.name} sudo install -D -m 600 /dev/stdin {token}"
        for token in tokens
    ]
    lines += [f"ssh -t {node.name} sudo sh {node.name}/install.sh", "```"]
    return "\n".join(lines)


def _table(config: LabConfig) -> str:
    rows = ["| machine | address | role |", "| --- | --- | --- |"]
    for node in config.nodes:
        rows.append(f"| {node.name} | {node.address} | {'server' if 'server' in node.roles else 'agent'} |")
    if config.shares_api_address:
        rows.append(f"| *the API* | {config.cluster.api} | held by one server at a time |")
    return "\n".join(rows)


def _ports(built: Built) -> str:
    """What machines must reach of each other (source: k3s' requirements)."""
    config = built.lab.config
    ports = ["6443/tcp", "10250/tcp"]
    if len(config.servers) > 1:
        ports.append("2379-2380/tcp between servers")
    if config.cluster.registries.embedded:
        ports.append("5001/tcp")
    taken = [
        f"{port.number}/{port.protocol.lower()} for {part.name}"
        for part in left_to_the_distribution(built.lab.surroundings)
        for port in part.ports
    ]
    network = ", ".join(taken) or "what the lab's CNI needs"
    return (
        f"A machine needs Linux with systemd, its fixed address, `sudo` and ssh. Between machines these ports are open:"
        f"\n{', '.join(ports)}, and {network}."
    )


def _kubeconfig(config: LabConfig, first: Node) -> str:
    host = f"[{config.cluster.api}]" if config.cluster.api.version == 6 else str(config.cluster.api)
    return (
        "For `kubectl` on your own computer:\n\n"
        f"```sh\nssh {first.name} sudo cat /etc/rancher/k3s/k3s.yaml | sed 's/127.0.0.1/{host}/' > kubeconfig\n"
        "chmod 600 kubeconfig\n```"
    )
