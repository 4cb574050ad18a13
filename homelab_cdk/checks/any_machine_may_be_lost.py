"""Any machine may be lost."""

from __future__ import annotations

from ..capacity import Loss, no_place, plan_of
from ..order import Built
from ._rule import Found, Hit, rule

_NAMED = 3

_ACCEPT = "or accept this with a reason"


@rule(
    "HL551",
    "any_machine_may_be_lost",
    level="warning",
    needs="lab",
    example={
        "homelab.yaml": """
-cluster: {api: 192.168.1.11}
+cluster: {api: 192.168.1.10}
 nodes:
   node-1: {address: 192.168.1.11, roles: [server]}
-  node-2: {address: 192.168.1.12, roles: [agent], cores: 8, memory: 32Gi}
-  node-3: {address: 192.168.1.13, roles: [agent], cores: 8, memory: 32Gi}
+  node-2: {address: 192.168.1.12, roles: [server], cores: 8, memory: 32Gi}
+  node-3: {address: 192.168.1.13, roles: [server], cores: 8, memory: 32Gi}
""",
    },
    says="""
node-1: without node-1 nothing starts on the other machines: it is the only server; let three
machines be servers (`roles: [server]`), or accept this with a reason
""",
    see=("https://docs.k3s.io/architecture",),
)
def any_machine_may_be_lost(built: Built) -> Found:
    """Whichever machine is lost, the others have room for its pods.

    Looks at labs of several machines that fit while all are up. Pods with a volume on that machine alone wait for it to
    come back, members of a quorum that keep apart do without the lost one: neither is a lack of room. Without more than
    half of the servers there is no API server, and nothing starts anywhere. Where that is good enough, accept the finding
    with a reason.
    """
    plan = plan_of(built)
    if len(plan.machines) == 1 or not plan.fits:
        return
    for loss in plan.losses:
        place = built.lab.config.place(f"nodes.{loss.machine}")
        if not loss.control_plane:
            reason, fix = _nothing_starts(built, loss), f"let three machines be servers (`roles: [server]`), {_ACCEPT}"
        elif loss.lacking_room:
            reason, fix = _no_room(loss), f"see `homelab plan`, lower what is requested, add a machine, {_ACCEPT}"
        else:
            continue
        yield Hit("lab", loss.machine, reason, fix, place)


def _nothing_starts(built: Built, loss: Loss) -> str:
    servers = len(built.lab.config.servers)
    what = (
        "it is the only server"
        if servers == 1
        else f"it is one of {servers} servers, and more than half have to answer"
    )
    return f"without {loss.machine} nothing starts on the other machines: {what}"


def _no_room(loss: Loss) -> str:
    waiting = loss.lacking_room
    names = ", ".join(item.demand.name for item in waiting[:_NAMED])
    more = f" and {len(waiting) - _NAMED} more" if len(waiting) > _NAMED else ""
    count = sum(item.pods for item in waiting)
    return f"without {loss.machine} {no_place(count)} ({names}{more}): {waiting[0].because}"
