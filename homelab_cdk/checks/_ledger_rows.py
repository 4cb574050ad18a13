"""The ledger of a lab for people and programs: addresses, ports and host names, each with who has it."""

from __future__ import annotations

from dataclasses import dataclass

from ..order import Built
from ._ledger import addresses, cluster_addresses
from ._names import host_names
from ._ports import machine_ports, node_ports

__all__ = ["LedgerRow", "ledger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One thing that can be taken once.

    Attributes:
        sort: `address`, `cluster address`, `machine port`, `node port` or `host name`.
        value: the address, the range, the port or the name.
        taken_by: who has it, in words.
        where: the construct that takes it; `lab` for what homelab.yaml says and what Kubernetes itself takes.
    """

    sort: str
    value: str
    taken_by: str
    where: str


def ledger(built: Built) -> list[LedgerRow]:
    """Everything that is given out once in a lab, by sort and then in order."""
    claims = sorted(addresses(built), key=lambda claim: (int(claim.range.first), -claim.range.count))
    found = [
        LedgerRow(sort="address", value=str(claim.range), taken_by=f"{claim.what} ({claim.subject})", where=claim.path)
        for claim in claims
    ]
    found += [
        LedgerRow(sort="cluster address", value=str(address), taken_by=subject, where=path)
        for path, subject, _, address in sorted(cluster_addresses(built), key=lambda row: int(row[3]))
    ]
    for (port, protocol), takers in sorted(machine_ports(built).items()):
        for taker in takers:
            where = "every machine" if len(taker.machines) == len(built.lab.config.nodes) else _listed(taker.machines)
            where = f"{taker.pods} of: {_listed(taker.machines)}" if taker.pods else where
            value = f"{port}/{protocol.lower()}"
            found.append(
                LedgerRow(sort="machine port", value=value, taken_by=f"{taker.what} on {where}", where=taker.path)
            )
    found += [
        LedgerRow(
            sort="node port", value=f"{item.port}/{item.protocol.lower()}", taken_by=item.subject, where=item.path
        )
        for item in sorted(node_ports(built), key=lambda item: (item.port, item.protocol))
    ]
    found += [
        LedgerRow(sort="host name", value=item.host, taken_by=f"{item.subject} behind {item.door}", where=item.path)
        for item in sorted(host_names(built), key=lambda item: (item.host, item.door))
    ]
    return found


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "none"
