"""The files of a new lab, as text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from ..constructs import Component, components
from ..model import SLOTS
from ._answers import Answers, Disk, Machine

__all__ = ["app_file", "chosen", "config_file", "proposed"]

_PLAIN = re.compile(
    r"[a-z][a-z0-9]*(?:[-./@_]+[a-z0-9]+)*|\d+\.\d+\.\d+\.\d+(?:[-/][0-9./-]*)?|(?:https?|ssh)://[\w./@-]+"
)
"""Words, IPv4 addresses and URLs that YAML takes for text."""

_NO_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that one version of YAML or another takes for something else."""


def proposed() -> list[type[Component]]:
    """What a new lab is proposed, in the order of the architecture."""
    return [kind for kind in components() if kind.info.proposed]


def chosen(without: frozenset[str]) -> list[type[Component]]:
    """The proposed systems without those that are not wanted, in the order of the architecture."""
    return [kind for kind in proposed() if kind.info.name not in without]


def config_file(answers: Answers) -> str:
    """`homelab.yaml` with every answer and what each means."""
    return "\n".join(
        [
            "# yaml-language-server: $schema=generated/homelab.schema.json",
            "#",
            "# The lab: what it runs on and what it runs. `homelab-synth` turns it into generated/ and flux/;",
            "# `homelab components` lists all systems, `homelab components NAME` the options of one.",
            "version: 1",
            f"name: {_scalar(answers.name)}",
            "# Everything gets its host name below this domain.",
            f"domain: {_scalar(answers.domain)}",
            "",
            "cluster:",
            "  distribution: k3s",
            '  kubernetes: "1.36"',
            "",
            "# The machines. A server runs the control plane and workloads, an agent only workloads.",
            "nodes:",
            *_machines(answers),
            "",
            "networks:",
            "  # The network that the machines are in.",
            f"  node: {_scalar(answers.network)}",
            *_ranges(answers),
            "  # Addresses inside of the cluster; the defaults of k3s.",
            "  pod: 10.42.0.0/16" if ":" not in answers.network else "  pod: fd00:42::/56",
            "  service: 10.43.0.0/16" if ":" not in answers.network else "  service: fd00:43::/112",
            "",
            "# Where Flux reads this repository from.",
            "git:",
            f"  url: {_scalar(answers.git_url)}",
            f"  branch: {_scalar(answers.git_branch)}",
            "",
            "# How far the lab has come: 1 foundation, 2 core services, 3 CI/CD, 4 everything.",
            "rollout:",
            "  phase: 4",
            "",
            *_systems(answers.without),
            "",
        ]
    )


def _machines(answers: Answers) -> list[str]:
    servers = 3 if len(answers.machines) >= 3 else 1
    lines = []
    for number, machine in enumerate(answers.machines):
        lines += _machine(machine, answers, role="server" if number < servers else "agent")
    return lines


def _machine(machine: Machine, answers: Answers, *, role: str) -> list[str]:
    lines = [
        f"  {_scalar(machine.name)}:",
        f"    address: {_scalar(machine.address)}",
        f"    roles: [{role}]",
        f"    cores: {answers.cores}",
        f"    memory: {answers.memory}",
        "    architecture: amd64",
        "    link: 1Gbit",
    ]
    return lines + (_disk(answers.disk) if answers.disk else [])


def _disk(disk: Disk) -> list[str]:
    return ["    disks:", f"      {_scalar(disk.name)}: {{size: {disk.size}, kind: {disk.kind}}}"]


def _ranges(answers: Answers) -> list[str]:
    lines = []
    if answers.dhcp:
        lines += [
            "  # What the router hands out; nothing here may collide with it.",
            f"  dhcp: {_scalar(answers.dhcp)}",
        ]
    if answers.load_balancer:
        lines += [
            "  # Free addresses for what is reached from outside of the cluster.",
            f"  loadBalancer: [{_scalar(answers.load_balancer)}]",
        ]
    return lines


def _systems(without: frozenset[str]) -> list[str]:
    kinds = chosen(without)
    known = {kind.info.slot: kind for kind in proposed()}
    lines = ["# The systems, by slot: one key for each question of the architecture."]
    for slot, kind in known.items():
        info = kind.info
        about = f"# {info.title}: {info.about}"
        if kind not in kinds:
            lines += [f"# Not {info.title}.", f"{slot}: none"]
        elif SLOTS[slot].takes == "instances":
            lines += [about, f"{slot}:", f"  {info.name}:", "    main: {}"]
        else:
            lines += [about, f"{slot}: {info.name}"]
    brought = _brought(kinds)
    if brought:
        lines.append(f"# {' and '.join(brought)} come along with these.")
    return lines


def _brought(kinds: Sequence[type[Component]]) -> list[str]:
    titles = {kind.info.name: kind.info.title for kind in components()}
    names = dict.fromkeys(name for kind in kinds for name in kind.info.brings)
    return [titles[name] for name in names if name in titles]


def app_file(kinds: Sequence[type[Component]]) -> str:
    """A first application that uses what the lab has."""
    slots = {kind.info.slot for kind in kinds}
    lines = [
        '"""A first application: a small web page. Change it, copy it, or remove the file."""',
        "",
        "from homelab_cdk import Lab, WebApp",
        "",
        "",
        "def build(lab: Lab) -> None:",
        '    """Run podinfo (https://github.com/stefanprodan/podinfo)."""',
        "    app = WebApp(",
        "        lab,",
        '        "hello",',
        '        image="ghcr.io/stefanprodan/podinfo:6.9.1",',
        "        port=9898,",
        '        health_path="/healthz",',
        '        ready_path="/readyz",',
        "    )",
    ]
    if "ingress" in slots:
        lines.append("    app.add_route()  # https://hello.<domain>")
    lines.append("    app.add_metrics()")
    if "databases" in slots:
        lines.append("    # app.add_database() gives it a PostgreSQL database, and its address as DATABASE_URL.")
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    """A text as YAML, in quotes unless every reader takes it for text without them."""
    return text if _PLAIN.fullmatch(text) and text not in _NO_TEXT else json.dumps(text)
