"""The part of the JSON Schema that no component adds to: machines, networks and where the repository is."""

from __future__ import annotations

from typing import Any

from ..model import ByteSize, Cidr, DnsLabel, GitUrl, HostName, IpAddress, IpRange, Port, Url
from ._accept import accept_schema
from ._annotations import schema_of

__all__ = ["HEADROOM", "KUBERNETES", "POD_NETWORK", "SERVICE_NETWORK", "VERSION", "lab_properties"]

Schema = dict[str, Any]

VERSION = 1
"""The version of the file's format that this library reads."""

HEADROOM = 20
"""Percent of the machines that should stay free: a rolling update runs old and new pods side by side, and labs grow."""

KUBERNETES = ("1.34", "1.35", "1.36")
"""Minor versions of Kubernetes that Flux 2.9 supports, newest last."""

POD_NETWORK = "10.42.0.0/16"
"""The pod network of k3s (`--cluster-cidr`)."""

SERVICE_NETWORK = "10.43.0.0/16"
"""The Service network of k3s (`--service-cidr`)."""

_NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
"""What Kubernetes takes as the name of a label behind its prefix, and as a label's value."""


def _of(hint: Any, description: str, **more: object) -> Schema:
    return {**schema_of(hint), "description": description, **more}


def _object(description: str, properties: dict[str, Schema], required: list[str]) -> Schema:
    result: Schema = {
        "type": "object",
        "description": description,
        "properties": properties,
        "additionalProperties": False,
    }
    if required:
        result["required"] = required
    return result


def lab_properties() -> dict[str, Schema]:
    """The schemas of the keys that describe the lab itself, in the order in which people write them."""
    return {
        "version": {
            "const": VERSION,
            "description": "Version of this file's format.",
        },
        "name": _of(DnsLabel, "Name of the lab; part of names in the cluster.", examples=["homelab"]),
        "domain": _of(
            HostName,
            "Domain below which everything gets its host name.",
            examples=["home.example.com"],
        ),
        "cluster": _cluster(),
        "nodes": _nodes(),
        "networks": _networks(),
        "git": _git(),
        "rollout": _object(
            "How far the lab has come; components of later phases are left out.",
            {
                "phase": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 4,
                    "default": 4,
                    "description": "1 foundation, 2 core services, 3 CI/CD, 4 advanced; by default everything.",
                    "examples": [2],
                }
            },
            [],
        ),
        "capacity": _object(
            "How full the machines may become.",
            {
                "headroom": {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": 90,
                    "default": HEADROOM,
                    "description": "Percent of the CPU, memory and disk of all machines that should stay free, beside what"
                    " is set aside for k3s and the system; below it a rule warns.",
                    "examples": [30],
                }
            },
            [],
        ),
        "accept": accept_schema(),
    }


def _cluster() -> Schema:
    return _object(
        "The Kubernetes of the lab.",
        {
            "distribution": {
                "enum": ["k3s", "kubeadm"],
                "default": "k3s",
                "description": "What Kubernetes is installed with.",
            },
            "kubernetes": {
                "type": "string",
                "enum": list(KUBERNETES),
                "default": KUBERNETES[-1],
                "description": "Minor version of Kubernetes that manifests are written for, in quotes.",
            },
            "k3sVersion": {
                "type": "string",
                "pattern": r"^v1\.[0-9]+\.[0-9]+\+k3s[0-9]+$",
                "patternErrorMessage": "expected a release of k3s such as v1.36.3+k3s1",
                "description": "Release of k3s that the machines run, of the same minor version; by default the one"
                " that this library pins for it.",
                "examples": ["v1.36.3+k3s1"],
            },
            "api": _of(
                IpAddress,
                "Address under which the API server is reached: a server's, or a free one of the node network that"
                " the servers share; by default the first server's.",
                examples=["192.168.1.10"],
            ),
            "apiPort": _of(Port, "Port of the API server; with k3s always 6443.", default=6443),
            "hardened": {
                "type": "boolean",
                "default": False,
                "description": "Whether the machines follow the CIS hardening guide of k3s: an audit log, the"
                " restricted Pod Security level for namespaces without one, kernel settings that must hold.",
            },
            "registries": _registries(),
            "etcdSnapshots": _object(
                "Snapshots of etcd on the servers' own disks, in a lab of several servers.",
                {
                    "schedule": {
                        "type": "string",
                        "pattern": r"^(\S+ ){4}\S+$",
                        "patternErrorMessage": 'expected the five fields of cron, such as "0 */12 * * *"',
                        "default": "0 */12 * * *",
                        "description": "When each server writes one, as cron has it.",
                        "examples": ["0 3 * * *"],
                    },
                    "retention": {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": 1000,
                        "default": 5,
                        "description": "How many each server keeps.",
                        "examples": [14],
                    },
                },
                [],
            ),
        },
        [],
    )


def _registries() -> Schema:
    return _object(
        "Where the machines get images from.",
        {
            "mirrors": {
                "type": "object",
                "propertyNames": {
                    "pattern": r"^(\*|[a-z0-9-]+([.:][a-z0-9-]+)+)$",
                    "patternErrorMessage": 'expected a registry such as docker.io, or "*" for all others',
                },
                "additionalProperties": {
                    "type": "array",
                    "items": schema_of(Url),
                    "minItems": 1,
                    "uniqueItems": True,
                },
                "description": "URLs that are tried before a registry itself, by the registry's name.",
                "examples": [{"docker.io": ["https://mirror.example.com"]}],
            },
            "authorities": {
                "type": "object",
                "propertyNames": {
                    "pattern": r"^[a-z0-9-]+([.:][a-z0-9-]+)*$",
                    "patternErrorMessage": "expected a host, with its port where it is not 443, such as"
                    " mirror.example.com:5000",
                },
                "additionalProperties": {
                    "type": "string",
                    "pattern": r"^/\S+$",
                    "patternErrorMessage": "expected the path of a file, such as /etc/ssl/certs/home-ca.pem",
                },
                "description": "Files on the machines with the CA that signed a registry's or mirror's certificate,"
                " by its host; for those of public CAs none.",
                "examples": [{"mirror.example.com": "/etc/ssl/certs/home-ca.pem"}],
            },
            "embedded": {
                "type": "boolean",
                "default": False,
                "description": "Whether the machines hand images on to each other before they ask a registry.",
            },
        },
        [],
    )


def _nodes() -> Schema:
    node = _object(
        "A machine of the cluster.",
        {
            "address": _of(IpAddress, "Its fixed address in the node network.", examples=["192.168.1.11"]),
            "roles": {
                "type": "array",
                "items": {"enum": ["server", "agent"]},
                "minItems": 1,
                "uniqueItems": True,
                "description": "A server runs the control plane and workloads, an agent only workloads; one server,"
                " or an odd number of them.",
                "examples": [["server"]],
            },
            "cores": {
                "type": "integer",
                "minimum": 1,
                "maximum": 1024,
                "description": "CPU threads, as Kubernetes counts cores.",
                "examples": [8],
            },
            "memory": _of(ByteSize, "Memory, at least 1Gi.", examples=["32Gi"]),
            "architecture": {
                "enum": ["amd64", "arm64"],
                "default": "amd64",
                "description": "Architecture of its CPU.",
            },
            "link": {
                "type": "string",
                "pattern": r"^[0-9]+(\.[0-9]+)?(Mbit|Gbit)$",
                "patternErrorMessage": "expected the speed of a network link, such as 1Gbit or 2.5Gbit",
                "default": "1Gbit",
                "description": "Speed of its network link.",
            },
            "disks": {
                "type": "object",
                "propertyNames": {
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:+/-]*$",
                    "patternErrorMessage": "expected the name of a device below /dev, such as nvme0n1",
                },
                "additionalProperties": _object(
                    "A disk.",
                    {
                        "size": _of(ByteSize, "Its size.", examples=["1Ti"]),
                        "kind": {
                            "enum": ["nvme", "ssd", "hdd"],
                            "description": "What it is made of.",
                            "examples": ["nvme"],
                        },
                    },
                    ["size", "kind"],
                ),
                "description": "Its disks, by the name of the device below /dev.",
            },
            "labels": {
                "type": "object",
                "propertyNames": {
                    "pattern": rf"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?{_NAME}$",
                    "patternErrorMessage": "expected the name of a label, such as example.com/room",
                },
                "additionalProperties": {
                    "type": "string",
                    "pattern": rf"^({_NAME})?$",
                    "patternErrorMessage": "expected the value of a label: at most 63 letters, digits, dots, dashes"
                    " and underscores",
                },
                "description": "Labels that it registers with; on a machine that has joined already, change them with"
                " kubectl.",
                "examples": [{"example.com/room": "cellar"}],
            },
            "taints": {
                "type": "array",
                "items": {
                    "type": "string",
                    "pattern": rf"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?{_NAME}(=({_NAME})?)?"
                    ":(NoSchedule|PreferNoSchedule|NoExecute)$",
                    "patternErrorMessage": "expected a taint such as example.com/gpu=true:NoSchedule",
                },
                "uniqueItems": True,
                "description": "Taints that it registers with, which keep pods away that do not tolerate them; on a"
                " machine that has joined already, change them with kubectl.",
                "examples": [["example.com/gpu=true:NoSchedule"]],
            },
            "interface": {
                "type": "string",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,14}$",
                "patternErrorMessage": "expected the name of a network interface, such as enp3s0",
                "description": "Network interface that has its address; by default the one of the default route.",
                "examples": ["enp3s0"],
            },
        },
        ["address", "roles", "cores", "memory"],
    )
    return {
        "type": "object",
        "description": "The machines of the cluster, by name.",
        "propertyNames": schema_of(DnsLabel),
        "minProperties": 1,
        "additionalProperties": node,
        "examples": [
            {"node-1": {"address": "192.168.1.11", "roles": ["server"], "cores": 8, "memory": "32Gi"}},
        ],
    }


def _networks() -> Schema:
    return _object(
        "Which addresses are used for what.",
        {
            "node": _of(Cidr, "The network that the machines are in.", examples=["192.168.1.0/24"]),
            "pod": _of(Cidr, "Addresses of pods; each node takes a part of it.", default=POD_NETWORK),
            "service": _of(Cidr, "Addresses of Services.", default=SERVICE_NETWORK),
            "loadBalancer": {
                "type": "array",
                "items": schema_of(IpRange),
                "uniqueItems": True,
                "description": "Addresses of the node network that Services of type LoadBalancer get; nothing else"
                " may use them.",
                "examples": [["192.168.1.200-192.168.1.220"]],
            },
            "dhcp": _of(
                IpRange,
                "Addresses that the network's DHCP server hands out, so that nothing here collides with them;"
                " machines may have reservations among them.",
                examples=["192.168.1.100-192.168.1.199"],
            ),
        },
        ["node"],
    )


def _git() -> Schema:
    return _object(
        "Where Flux reads this repository from.",
        {
            "url": _of(
                GitUrl,
                "URL of the repository, https or ssh.",
                examples=["https://git.example.com/me/homelab.git"],
            ),
            "branch": {
                "type": "string",
                "pattern": r"^[^\s~^:?*\[\\-][^\s~^:?*\[\\]*$",
                "patternErrorMessage": "expected the name of a branch, such as main",
                "default": "main",
                "description": "Branch that is deployed.",
            },
            "secret": _of(
                HostName,
                "Secret in the namespace flux-system with the credentials; by default none, for a public repository.",
                examples=["homelab-git"],
            ),
        },
        ["url"],
    )
