"""`generated/README.md`: the lab at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..capacity import Load, Loss, cores, gib, no_place, plan_of, share
from ..constructs import Component, Gateway, KnownFacts
from ..model import Release, bytes_text
from ..order import Built, Unit, levels, proofs, reduced

__all__ = ["mermaid", "render_readme"]


def render_readme(built: Built) -> str:
    """The page that a person sees first when looking at the output."""
    config = built.lab.config
    return "\n".join(
        [
            f"# {config.name}",
            "",
            "Written by `homelab-synth`; change `homelab.yaml` or `apps/`, never a file in this folder.",
            "",
            "## Order",
            "",
            "Each box is one Flux Kustomization; an arrow points from what is ready first to what waits for it.",
            "",
            "```mermaid",
            mermaid(built.units),
            "```",
            "",
            *_systems(built),
            *_apps(built),
            *_machines(built),
            *_capacity(built),
            *_addresses(built),
            *_credentials(built),
            *_proof(built),
        ]
    )


def mermaid(units: Sequence[Unit]) -> str:
    """The units and their dependencies as a Mermaid flowchart, without arrows that follow from others."""
    graph = {unit.name: sorted(unit.depends_on) for unit in units}
    lines = ["flowchart LR"]
    layers = dict.fromkeys(unit.layer for unit in units)
    for layer in layers:
        lines.append(f"  subgraph {layer}")
        lines.extend(f"    {_node(unit.name)}" for unit in units if unit.layer == layer)
        lines.append("  end")
    arrows = reduced(graph)
    for level in levels(graph):
        lines.extend(f"  {target} --> {name}" for name in level for target in arrows[name])
    return "\n".join(lines)


def _node(name: str) -> str:
    return f'{name}["{name}"]'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    body = [f"| {' | '.join(row)} |" for row in rows]
    if not body:
        return []
    return [f"| {' | '.join(head)} |", f"|{'|'.join(' --- ' for _ in head)}|", *body, ""]


def _systems(built: Built) -> list[str]:
    rows = []
    for chart in built.lab.unit_charts:
        if isinstance(chart, Component):
            versions = ", ".join(release.chart.version for release in chart.releases) or "–"
            title = f"[{chart.info.title}]({chart.info.docs})"
            rows.append((chart.construct_id, title, chart.info.slot, versions, chart.namespace, chart.info.about))
    table = _table(("unit", "system", "slot", "version", "namespace", "what it does"), rows)
    return ["## Systems", "", *table] if table else []


def _apps(built: Built) -> list[str]:
    schemes = {gateway.name: gateway.scheme for gateway in built.lab.surroundings.capabilities.all(Gateway)}
    routes: dict[str, list[str]] = {}
    for item in built.of("gateway.networking.k8s.io", "HTTPRoute"):
        spec = item.body["spec"]
        scheme = next((schemes[one["name"]] for one in spec.get("parentRefs", ()) if one["name"] in schemes), "https")
        routes.setdefault(item.chart.path, []).extend(f"<{scheme}://{host}>" for host in spec.get("hostnames", ()))
    rows = []
    for chart in built.lab.unit_charts:
        addresses = ", ".join(routes.get(chart.path, []))
        if addresses or not isinstance(chart, Component):
            rows.append((chart.construct_id, addresses or "–", chart.namespace))
    table = _table(("app", "address", "namespace"), rows)
    return ["## What you can open", "", *table] if table else []


def _machines(built: Built) -> list[str]:
    rows = [
        (
            node.name,
            str(node.address),
            ", ".join(node.roles),
            node.architecture,
            str(node.cores),
            bytes_text(node.memory),
            ", ".join(f"{disk.name} {bytes_text(disk.size)} {disk.kind}" for disk in node.disks) or "–",
        )
        for node in built.lab.config.nodes
    ]
    head = ("machine", "address", "roles", "architecture", "cores", "memory", "disks")
    return ["## Machines", "", *_table(head, rows)]


_LARGEST = 5


def _capacity(built: Built) -> list[str]:
    """Requests in percent, since they tell enough and change less often than amounts."""
    plan = plan_of(built)
    rows = [(load.name, *_shares(load), _lost(loss)) for load, loss in zip(plan.loads, plan.losses, strict=True)]
    rows.append(("all", *_shares(plan.total), "–"))
    largest = [
        (
            item.unit,
            cores(item.amounts.cpu),
            gib(item.amounts.memory),
            gib(item.amounts.disk) if item.amounts.disk else "–",
        )
        for item in plan.consumers[:_LARGEST]
    ]
    verdict = "Everything has its place." if plan.fits else "**Not everything has a place.**"
    return [
        "## Capacity",
        "",
        f"What pods request of what there is for them. {verdict} `homelab plan` tells more.",
        "",
        *_table(("machine", "CPU", "memory", "disk", "when it is lost"), rows),
        *_table(("largest", "CPU", "memory", "disk"), largest),
    ]


def _shares(load: Load) -> tuple[str, str, str]:
    has, there = load.requested, load.allocatable
    return share(has.cpu, there.cpu), share(has.memory, there.memory), share(has.disk, there.disk)


def _lost(loss: Loss) -> str:
    if not loss.control_plane:
        return "nothing starts elsewhere"
    if loss.pending:
        return no_place(sum(item.pods for item in loss.pending))
    if loss.down:
        return f"{sum(item.pods for item in loss.down)} pods wait for it"
    return "everything moves"


def _addresses(built: Built) -> list[str]:
    networks = built.lab.config.networks
    rows = [("node network", str(networks.node))]
    if networks.dhcp is not None:
        rows.append(("DHCP", str(networks.dhcp)))
    rows.extend(("load balancer", f"{item} ({item.count} addresses)") for item in networks.load_balancer)
    rows.extend([("pods", str(networks.pod)), ("Services", str(networks.service))])
    return ["## Networks", "", *_table(("network", "range"), rows)]


def _credentials(built: Built) -> list[str]:
    credentials = built.lab.surroundings.credentials.values()
    rows = []
    for item in credentials:
        consumers = ", ".join(dict.fromkeys(f"{one.namespace}/{one.secret}" for one in item.handovers)) or "–"
        source = "you provide it" if item.provided else "generated in the cluster"
        rows.append((item.name, source, item.about or "–", consumers))
    table = _table(("credential", "where it comes from", "what it is for", "handed over as"), rows)
    lines = ["## Credentials", "", *table] if table else []
    provided = [item for item in credentials if item.provided]
    if provided:
        lines += ["Create what you provide, once:", "", "```sh"]
        lines += [item.command for item in provided]
        lines += ["```", ""]
    return lines


def _proof(built: Built) -> list[str]:
    rows = [
        (str(item.release.chart), item.standing, item.because or _proven(item.release, item.known))
        for item in proofs(built)
    ]
    table = _table(("chart", "is", "because"), rows)
    return ["## Proof", "", *table] if table else []


def _proven(release: Release, known: KnownFacts) -> str:
    entry = known.entry
    if entry is None:
        return "–"
    parts = [f"{entry.paths.total} values accounted for"] if release.values else []
    parts.append(f"{len(entry.facts.crds)} CRDs")
    if entry.custom_resources:
        parts.append(f"{entry.custom_resources} custom resources valid")
    return ", ".join(parts)
