"""Random labs as text, valid ones and damaged ones, for everything that reads a `homelab.yaml`."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from hypothesis import strategies as st

from homelab_cdk.config import Option, options_of
from homelab_cdk.constructs import Component, components
from homelab_cdk.model import SLOTS

__all__ = ["damaged", "lab_configs"]

LABELS = st.from_regex(r"[a-z]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True).filter(lambda text: text not in ("y", "n"))
"""Names; `y` and `n` are left out, which PyYAML writes without the quotes that they need."""

NEED_COMPANY = frozenset(
    {
        ("calico", "whisker"),
        ("cert-manager", "issuer"),
        ("flux", "namespace"),
        ("gitea", "database"),
        ("jaeger", "host"),
        ("loki", "storage"),
        ("longhorn", "replicas"),
        ("postgresql", "restoreFrom"),
        ("postgresql", "restoreUntil"),
    }
)
"""Options whose values mean something only beside others; they stay at their defaults."""

NEED_LOCK = "delivery"
"""The option of every component that means something only beside what `homelab lock` has rendered."""

K3S_ALONE = frozenset({"system-upgrade-controller"})
"""Components that refuse another distribution."""

SAMPLES: Mapping[str, Sequence[Any]] = {
    "a quantity": ("50m", "0.25", 1, 1.5),
    "a size in bytes": ("1Gi", "1.5Gi", "20G"),
    "a duration": ("30s", "1h30m"),
    "an e-mail": ("me@example.com",),
    "a DNS label": ("x-{}",),
    "a host name": ("{}.example.com",),
}
"""Values for the patterns that options share, by how people are told of them; names are made one's own by {}."""

FORMATS: Mapping[str, Sequence[Any]] = {"web-url": ("https://{}.example.com:9000", "http://192.168.1.5")}
"""The same for the formats that a parser checks."""


REGISTRIES = st.sampled_from(
    [
        {"embedded": True},
        {"mirrors": {"docker.io": ["https://mirror.example.com"], "*": ["http://mirror.lan:5000"]}},
        {"authorities": {"mirror.example.com": "/etc/ssl/certs/home-ca.pem"}, "embedded": False},
    ]
)


@st.composite
def lab_configs(draw: st.DrawFn, kinds: Sequence[type[Component]] | None = None) -> str:
    """The text of a `homelab.yaml` that is valid and whose components find what they require.

    Args:
        draw: given by hypothesis.
        kinds: the components to choose from; by default the whole catalogue.
    """
    lab: dict[str, Any] = {
        "version": 1,
        "name": draw(LABELS),
        "domain": draw(st.sampled_from(["lan", "home.example.com", "a.b-c.example"])),
    }
    networks, nodes = _machines(draw)
    cluster = _some(
        draw,
        {
            "distribution": st.sampled_from(["k3s", "kubeadm"]),
            "kubernetes": st.sampled_from(["1.34", "1.35", "1.36"]),
        },
    )
    if cluster.get("distribution") == "kubeadm":
        cluster |= _some(draw, {"apiPort": st.integers(1, 65535)})
    else:
        cluster |= _some(draw, {"hardened": st.booleans(), "registries": REGISTRIES})
    empty: bool = draw(st.booleans())
    if cluster or empty:
        lab["cluster"] = cluster
    lab |= {"nodes": nodes, "networks": networks}
    urls = ["https://git.example.com/me/lab.git", "ssh://git@example.com:22/lab"]
    lab["git"] = {"url": draw(st.sampled_from(urls))}
    lab["git"] |= _some(draw, {"branch": st.sampled_from(["main", "on", "1.0", "feature/x"]), "secret": LABELS})

    offered = list(kinds if kinds is not None else components())
    needed: list[type[Component]] = []
    if cluster.get("distribution") == "kubeadm":
        offered = [kind for kind in offered if kind.info.name not in K3S_ALONE]
        # k3s has volumes and enforces policies by itself; here nothing that asks for a volume would ever start.
        needed = [kind for kind in offered if kind.info.name in ("local-path", "calico")]
    chosen = _consistent(draw, offered, needed)
    written = _slots(draw, chosen)
    if draw(st.booleans()):
        lab["rollout"] = {"phase": draw(st.integers(max((kind.info.phase for kind in chosen), default=1), 4))}
    keys = draw(st.permutations(list(written)))
    lab |= {key: written[key] for key in keys}
    flow = draw(st.sampled_from([None, False, True]))
    return str(yaml.safe_dump(lab, sort_keys=False, default_flow_style=flow, allow_unicode=True))


def _some(draw: st.DrawFn, keys: Mapping[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    return {key: draw(strategy) for key, strategy in keys.items() if draw(st.booleans())}


def _machines(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    network = ipaddress.ip_network(f"192.168.{draw(st.integers(0, 255))}.0/24")
    names = draw(st.lists(LABELS, min_size=1, max_size=6, unique=True))
    servers = draw(st.sampled_from([count for count in (1, 3, 5) if count <= len(names)]))
    hosts = draw(st.lists(st.integers(1, 99), min_size=len(names), max_size=len(names), unique=True))
    nodes: dict[str, Any] = {}
    for number, (name, host) in enumerate(zip(names, hosts, strict=True)):
        server = ["server", "agent"] if draw(st.booleans()) else ["server"]
        nodes[name] = {
            "address": str(network[host]),
            "roles": server if number < servers else ["agent"],
            "cores": draw(st.integers(4, 64)),
            "memory": draw(st.sampled_from(["16Gi", "32Gi", "64G", "65536Mi"])),
            **_some(
                draw,
                {
                    "architecture": st.just("amd64"),
                    "link": st.sampled_from(["1Gbit", "2.5Gbit", "100Mbit"]),
                    "disks": st.just(
                        {"nvme0n1": {"size": "1Ti", "kind": "nvme"}, "sda": {"size": "4T", "kind": "hdd"}}
                    ),
                    "labels": st.just({"example.com/room": "cellar", "disk": "1"}),
                    "interface": st.just("enp3s0"),
                },
            ),
        }
    pools = draw(st.sampled_from([["200-220"], ["200-210", "211-220"], ["240"]]))
    prefix = str(network.network_address).rpartition(".")[0]
    networks: dict[str, Any] = {
        "node": str(network),
        "loadBalancer": ["-".join(f"{prefix}.{end}" for end in pool.split("-")) for pool in pools],
        **_some(
            draw,
            {
                "pod": st.sampled_from(["10.42.0.0/16", "10.128.0.0/14", "10.52.0.0/20"]),
                "service": st.sampled_from(["10.43.0.0/16", "10.96.0.0/12"]),
                "dhcp": st.just(f"{prefix}.100-{prefix}.199"),
            },
        ),
    }
    return networks, nodes


def _consistent(draw: st.DrawFn, kinds: list[type[Component]], needed: list[type[Component]]) -> list[type[Component]]:
    """What is needed, some components more and all that they require, each capability from one provider."""
    if not kinds:
        return []
    by_name = {kind.info.name: kind for kind in kinds}
    wanted = needed + [kind for kind in draw(st.permutations(kinds)) if draw(st.booleans())]
    chosen: list[type[Component]] = []

    def add(kind: type[Component]) -> bool:
        if kind in chosen:
            return True
        if SLOTS[kind.info.slot].takes == "one" and any(other.info.slot == kind.info.slot for other in chosen):
            return False
        provided = {capability for other in chosen for capability in other.info.provides}
        if provided & set(kind.info.provides):
            return False
        before = list(chosen)
        chosen.append(kind)
        for name in kind.info.brings:
            if name in by_name:
                add(by_name[name])
        for capability in kind.info.requires:
            found = [other for other in kinds if any(issubclass(item, capability) for item in other.info.provides)]
            if not any(other in chosen for other in found) and not any(add(other) for other in found):
                chosen[:] = before
                return False
        return True

    for kind in wanted:
        add(kind)
    return chosen


def _slots(draw: st.DrawFn, chosen: list[type[Component]]) -> dict[str, Any]:
    needed = {capability for kind in chosen for capability in kind.info.requires + kind.info.uses}
    brought = {name for kind in chosen for name in kind.info.brings}
    written = [kind for kind in chosen if kind.info.name not in brought or draw(st.booleans())]
    result: dict[str, Any] = {}
    for slot in SLOTS.values():
        kinds = [kind for kind in written if kind.info.slot == slot.name]
        if not kinds:
            continue
        if slot.takes == "instances":
            result[slot.name] = {}
            for kind in kinds:
                shared = any(issubclass(item, want) for item in kind.info.provides for want in needed)
                names = draw(st.lists(LABELS, min_size=1, max_size=1 if shared else 3, unique=True))
                result[slot.name][kind.info.name] = {name: _options(draw, kind, name) for name in names}
            continue
        options = {kind.info.name: _options(draw, kind) for kind in kinds}
        if any(options.values()) or draw(st.booleans()):
            result[slot.name] = options
        elif len(options) == 1 and draw(st.booleans()):
            result[slot.name] = next(iter(options))
        else:
            result[slot.name] = list(options) if slot.takes == "many" else options
    return result


def _options(draw: st.DrawFn, kind: type[Component], name: str = "") -> dict[str, Any] | None:
    result: dict[str, Any] = {}
    for option in options_of(kind):
        values = _values(option)
        if option.required and values is None:
            raise AssertionError(f"no random value is known for {kind.info.name}.{option.key}: extend SAMPLES")
        known = values is not None and (kind.info.name, option.key) not in NEED_COMPANY and option.key != NEED_LOCK
        if known and (option.required or draw(st.booleans())):
            value = draw(st.sampled_from(values or [None]))
            own = f"{kind.info.name}-{name}-{option.key.lower()}".replace("--", "-")
            result[option.key] = value.format(own) if isinstance(value, str) else value
    return result or draw(st.sampled_from([{}, None]))


def _values(option: Option) -> Sequence[Any] | None:
    schema = option.schema
    if "enum" in schema:
        return list(schema["enum"])
    if schema.get("type") == "boolean":
        return [True, False]
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    words = str(schema.get("patternErrorMessage", "")).removeprefix("expected ")
    for start, samples in SAMPLES.items():
        if words.startswith(start):
            return samples
    if "minimum" in schema and "maximum" in schema:
        return list(range(schema["minimum"], min(schema["maximum"], schema["minimum"] + 5) + 1))
    return None


TOKENS = (
    *("", "~", "null", "on", "no", "1.30", "0", "-1", "1e999", ".inf", ".nan", "08", "2026-11-23", "none", "[]", "{}"),
    *(
        "[[",
        "}",
        "]",
        "- x",
        "? x",
        "&a",
        "*a",
        "!x y",
        "|",
        ">",
        "@",
        "`",
        "%",
        '"',
        "'",
        "\t",
        "#",
        "---",
        "<<: *a",
        ": ",
    ),
    *("\x00", "\u2028", "\ud7ff", "ä", "😀", "10.0.0.0/8", "::/0", "0.0.0.0-255.255.255.255", "9" * 400, "x" * 300),
)
"""What a hand, a merge or an editor puts where it does not belong."""


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """The bytes of a text after one to four accidents: to bytes, lines, indentation, keys or values."""
    data = text.encode()
    for _ in range(draw(st.integers(1, 4))):
        accident = draw(st.sampled_from([_bytes, _line, _indentation, _key, _value]))
        data = accident(draw, data)
    return data


def _bytes(draw: st.DrawFn, data: bytes) -> bytes:
    at = draw(st.integers(0, len(data)))
    end = min(len(data), at + draw(st.integers(0, 5)))
    return data[:at] + draw(st.binary(max_size=4)) + data[end:]


def _line(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = draw(st.integers(0, len(lines) - 1))
    line = lines.pop(at)
    for _ in range(draw(st.integers(0, 2))):
        lines.insert(draw(st.integers(0, len(lines))), line)
    return b"\n".join(lines)


def _indentation(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = draw(st.integers(0, len(lines) - 1))
    lines[at] = draw(st.sampled_from([b"", b" ", b"  ", b"   ", b"\t", b"- "])) + lines[at].lstrip()
    return b"\n".join(lines)


def _key(draw: st.DrawFn, data: bytes) -> bytes:
    return _around_colon(draw, data, before=True)


def _value(draw: st.DrawFn, data: bytes) -> bytes:
    return _around_colon(draw, data, before=False)


def _around_colon(draw: st.DrawFn, data: bytes, *, before: bool) -> bytes:
    parts = data.split(b": ")
    at = draw(st.integers(0, len(parts) - 1))
    token = draw(st.sampled_from(TOKENS)).encode()
    if before:
        start = max(parts[at].rfind(b"\n"), parts[at].rfind(b" "), parts[at].rfind(b"{")) + 1
        parts[at] = parts[at][:start] + token
    else:
        ends = [end for mark in (b"\n", b",", b"}") if (end := parts[at].find(mark)) >= 0]
        parts[at] = token + parts[at][min(ends, default=len(parts[at])) :]
    return b": ".join(parts)
