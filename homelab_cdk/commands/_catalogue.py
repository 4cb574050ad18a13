"""What there is to say of a component: for people and for programs."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path

from .._errors import HomelabError
from ..config import Option, allowed, options_of, read_config
from ..constructs import Capability, Component, component, providers, shipped_entry
from ..model import SLOTS, Lock, LockEntry, WorkloadFact, bytes_text, cpu_text, encode, read_lock
from ..synth._run import CONFIG_FILE, LOCK_FILE
from ._console import note

__all__ = ["Footprint", "InLab", "describe", "footprint", "in_lab", "option_lines", "summary"]

PHASES = {1: "foundation", 2: "core services", 3: "CI/CD", 4: "advanced"}


@dataclass(frozen=True, slots=True, kw_only=True)
class InLab:
    """The lab around: the ids of its components by name, those that come along included, and its lock."""

    chosen: dict[str, list[str]]
    lock: Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """What a component's chart will run, and where that is known from."""

    source: str
    rows: list[tuple[str, ...]]


def in_lab(directory: Path) -> InLab | None:
    """What the lab of a folder has; nothing where there is none, or it is not valid."""
    if not (directory / CONFIG_FILE).is_file():
        return None
    try:
        config = read_config(directory / CONFIG_FILE)
        lock = read_lock(directory / LOCK_FILE)
    except HomelabError as error:
        first = str(error).splitlines()[0]
        note(f"what is in this lab is not shown: {first}")
        return None
    chosen: dict[str, list[str]] = {}
    for choice in config.components:
        chosen.setdefault(choice.choice, []).append(choice.id)
    pending = list(chosen)
    for name in pending:
        kind = component(name)
        for brought in kind.info.brings if kind else ():
            other = component(brought)
            if brought not in chosen and other is not None and other.info.slot not in config.refused:
                chosen[brought] = [brought]
                pending.append(brought)
    return InLab(chosen=chosen, lock=lock)


def describe(kind: type[Component], lab: InLab | None) -> dict[str, object]:
    """Everything about a component, as JSON values."""
    info = kind.info
    entry, source = _entry(kind, lab)
    return {
        "name": info.name,
        "title": info.title,
        "about": info.about,
        "slot": info.slot,
        "takes": SLOTS[info.slot].takes,
        "layer": info.layer,
        "phase": info.phase,
        "docs": info.docs,
        "namespace": info.namespace or info.name,
        "podSecurity": info.pod_security,
        "licence": info.licence or None,
        "hostAccess": info.host_access or None,
        "wideRights": info.wide_rights or None,
        "holdsData": info.holds_data,
        "essential": info.essential,
        "chart": encode(info.chart) if info.chart else None,
        "endOfLife": {"reason": info.ending.reason, "successor": info.ending.successor} if info.ending else None,
        "provides": [item.__name__ for item in info.provides],
        "requires": [item.__name__ for item in info.requires],
        "uses": [item.__name__ for item in info.uses],
        "brings": list(info.brings),
        "inLab": None if lab is None else lab.chosen.get(info.name, []),
        "options": [
            {
                "key": option.key,
                "required": option.required,
                "common": option.common,
                "default": option.default,
                "description": option.description,
                "schema": option.schema,
            }
            for option in options_of(kind)
        ],
        "facts": {"from": source, **_object(encode(entry))} if entry else None,
    }


def _object(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def summary(kind: type[Component], lab: InLab | None) -> list[tuple[str, str]]:
    """The lines above a component's options."""
    info = kind.info
    rows = [("slot", f"{info.slot} ({SLOTS[info.slot].title})")]
    answer = f"{{{info.name}: {{main: {{}}}}}}" if SLOTS[info.slot].takes == "instances" else info.name
    rows.append(("write", f"{info.slot}: {answer}"))
    rows.append(("phase", f"{info.phase} ({PHASES[info.phase]})"))
    rows.extend(("chart", f"{chart} from {chart.repository}") for chart in info.charts)
    rows.append(("namespace", f"{info.namespace or info.name}, Pod Security {info.pod_security}"))
    for label, capabilities in (("provides", info.provides), ("requires", info.requires), ("uses", info.uses)):
        if capabilities:
            rows.append((label, "; ".join(_capability(item, choices=label != "provides") for item in capabilities)))
    if info.brings:
        rows.append(("brings", ", ".join(info.brings)))
    for label, text in (
        ("licence", info.licence),
        ("host access", info.host_access),
        ("wide rights", info.wide_rights),
    ):
        if text:
            rows.append((label, text))
    if info.holds_data:
        rows.append(("data", "holds data: Flux never deletes it, even when it leaves the lab"))
    if info.essential:
        rows.append(("essential", "the cluster stops without it: Flux never deletes it, even when it leaves the lab"))
    if info.ending is not None:
        rows.append(("end of life", f"{info.ending.reason}; use {info.ending.successor}"))
    rows.append(("docs", info.docs))
    if lab is not None:
        ids = lab.chosen.get(info.name)
        rows.append(("in this lab", f"yes, as {', '.join(ids)}" if ids else "no"))
    return rows


def _capability(kind: type[Capability], *, choices: bool) -> str:
    found = ", ".join(providers(kind)) if choices else ""
    return f"{kind.title} (from {found})" if found else kind.title


def option_lines(kind: type[Component]) -> tuple[list[str], list[str]]:
    """The options in words: a component's own, and those that every component has."""
    own: list[str] = []
    common: list[str] = []
    for option in options_of(kind):
        lines = common if option.common else own
        lines.append(f"  {option.key}: {allowed(option.schema)}{_default(option)}")
        lines.extend(textwrap.wrap(option.description, 96, initial_indent="      ", subsequent_indent="      "))
    return own, common


def _default(option: Option) -> str:
    import json

    if option.required:
        return ", required"
    if "default" not in option.schema:
        return ""
    return f" = {json.dumps(option.default, ensure_ascii=False)}"


def footprint(kind: type[Component], lab: InLab | None) -> Footprint | None:
    """The workloads of a component's chart with what they request."""
    entry, source = _entry(kind, lab)
    if entry is None:
        return None
    rows = [_workload(item) for item in entry.facts.workloads if not item.hook]
    return Footprint(source=source, rows=rows) if rows else None


def _workload(item: WorkloadFact) -> tuple[str, ...]:
    pods = {1: "1 pod", 0: "1 pod a machine"}.get(item.replicas, f"{item.replicas} pods")
    cpu = sum(container.cpu_request for container in item.containers)
    memory = sum(container.memory_request for container in item.containers)
    volumes = ", ".join(f"volume {volume.name} {bytes_text(volume.size)}" for volume in item.volumes)
    each = " each" if item.replicas != 1 else ""
    return (item.kind, item.name, pods, f"{cpu_text(cpu)} CPU", f"{bytes_text(memory)} memory{each}", volumes)


def _entry(kind: type[Component], lab: InLab | None) -> tuple[LockEntry | None, str]:
    """The facts of a component's chart: the lab's own, or those that the library ships."""
    info = kind.info
    if info.chart is None:
        return None, ""
    for id in lab.chosen.get(info.name, []) if lab is not None else []:
        entry = lab.lock.entries.get(id) if lab is not None else None
        if entry is not None and entry.chart.name == info.chart.name:
            return entry, f"from {LOCK_FILE}"
    return shipped_entry(info.chart.name), "with default values"
