"""No two processes listen on one port of a machine."""

from __future__ import annotations

from ..order import Built
from ._ports import PortClaim, machine_ports
from ._rule import Found, Hit, rule


@rule(
    "HL653",
    "every_port_of_a_machine_is_taken_once",
    needs="lab",
    example={
        "apps/gitea/gitea.yaml": """
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: gitea}
 spec:
   selector: {matchLabels: {app: gitea}}
   template:
     metadata: {labels: {app: gitea}}
     spec:
       containers:
         - name: gitea
           image: docker.gitea.com/gitea:1.26.2-rootless
-          ports: [{name: ssh, containerPort: 2222, hostPort: 22}]
+          ports: [{name: ssh, containerPort: 2222, hostPort: 2222}]
"""
    },
    says="""
Deployment.apps gitea/gitea: it takes the port 22/tcp of its machine, which the machine's SSH server
has on each machine; choose another port, or other machines by a node selector
""",
    see=("https://docs.k3s.io/installation/requirements",),
)
def every_port_of_a_machine_is_taken_once(built: Built) -> Found:
    """No two processes listen on one port of a machine.

    Each port that pods take on their machine (`hostPort`, or any port with the machine's network) is free there: neither
    Kubernetes, the pod network or the machine's SSH server has it, nor another pod that runs on the same machine. Where
    too few machines are left, pods wait for ever, or crash because the port is in use.
    """
    every = frozenset(node.name for node in built.lab.config.nodes)
    for claims in machine_ports(built).values():
        if len(claims) == 1 and claims[0].pods <= len(claims[0].machines):
            continue
        taken: list[PortClaim] = []
        # Those that run everywhere come first: whoever may choose its machine goes where they are not.
        for claim in sorted(claims, key=lambda claim: (not claim.fixed, claim.pods > 0)):
            others = [other for other in taken if other.meets(claim)]
            if not claim.fixed and claim.machines:
                yield from _crowded(claim, others, every)
            taken.append(claim)


def _crowded(claim: PortClaim, others: list[PortClaim], every: frozenset[str]) -> Found:
    everywhere = [other for other in others if not other.pods]
    blocked = frozenset[str]().union(*(other.machines for other in everywhere)) & claim.machines
    free = claim.machines - blocked
    placed = sum(other.pods for other in others if other.pods and other.machines & free)
    wanted = claim.pods or len(claim.machines)
    if wanted + placed <= len(free):
        return
    named = [other.what for other in others if other.machines & claim.machines]
    port = f"the port {claim.port}/{claim.protocol.lower()} of its machine"
    if named:
        where = "each machine" if blocked == every else f"{len(blocked) or 'too many'} of its machines"
        yield Hit(
            claim.path,
            claim.what,
            f"it takes {port}, which {', '.join(dict.fromkeys(named))} has on {where}",
            "choose another port, or other machines by a node selector",
        )
    else:
        yield Hit(
            claim.path,
            claim.what,
            f"each of its {claim.pods} pods takes {port}, and {len(claim.machines)} machines may run them",
            "lower the replicas, or leave the host port out",
        )
