"""Each port that Services ask for on every machine is there and free."""

from __future__ import annotations

from ..order import Built
from ._ports import NODE_PORTS, NodePort, machine_ports, node_ports
from ._rule import Found, Hit, rule


@rule(
    "HL654",
    "every_node_port_is_taken_once",
    example="""
 apiVersion: v1
 kind: Service
 metadata: {name: jellyfin, namespace: media}
 spec:
   type: NodePort
   selector: {app: jellyfin}
-  ports: [{name: http, port: 8096, nodePort: 8096}]
+  ports: [{name: http, port: 8096, nodePort: 30096}]
""",
    says="""
Service media/jellyfin: spec.ports[0].nodePort is 8096, and the API server takes those from 30000 to
32767; choose one of them, or leave it out
""",
    see=("https://kubernetes.io/docs/concepts/services-networking/service/",),
)
def every_node_port_is_taken_once(built: Built) -> Found:
    """Each port that Services ask for on every machine is there and free.

    Each `nodePort` lies between 30000 and 32767, which the API server keeps for them, no other Service asks for it, and no
    pod takes it on its machine.
    """
    taken: dict[tuple[int, str], NodePort] = {}
    for item in node_ports(built):
        if item.port not in NODE_PORTS:
            yield Hit(
                item.path,
                item.subject,
                f"{item.field} is {item.port}, and the API server takes those from {NODE_PORTS[0]} to {NODE_PORTS[-1]}",
                "choose one of them, or leave it out",
            )
            continue
        other = taken.setdefault((item.port, item.protocol), item)
        if other is not item:
            yield Hit(
                item.path,
                item.subject,
                f"{item.field} is {item.port}, which {other.subject} ({other.path}) has",
                "choose another, or leave it out",
            )
        for claim in machine_ports(built).get((item.port, item.protocol), ()):
            yield Hit(
                item.path,
                item.subject,
                f"{item.field} is {item.port}, which {claim.what} takes on its machine",
                "choose another, or leave it out",
            )
