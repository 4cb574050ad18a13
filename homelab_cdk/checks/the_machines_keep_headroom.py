"""The machines keep headroom."""

from __future__ import annotations

from ..capacity import cores, gib, plan_of
from ..order import Built
from ._rule import Found, Hit, rule


@rule(
    "HL550",
    "the_machines_keep_headroom",
    level="warning",
    needs="lab",
    example={
        "homelab.yaml": """
 nodes:
   node-1: {cores: 4, memory: 16Gi}
""",
        "apps/media/media.yaml": """
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: media}
 spec:
   selector: {matchLabels: {app: media}}
   template:
     metadata: {labels: {app: media}}
     spec:
       containers:
         - name: media
           image: registry.example.com/media:1.2.3
-          resources: {requests: {cpu: 500m, memory: 12Gi}, limits: {memory: 12Gi}}
+          resources: {requests: {cpu: 500m, memory: 2Gi}, limits: {memory: 12Gi}}
""",
    },
    says="""
memory: 12.3 Gi of 13.9 Gi memory are requested, so 11% stay free, and capacity.headroom in
homelab.yaml wants 20%; `homelab plan --advice` shows what takes less; or add a machine, or lower
capacity.headroom
""",
)
def the_machines_keep_headroom(built: Built) -> Found:
    """As much of the machines stays free as the lab wants.

    Of the CPU, the memory and the disk that all machines together can give to pods, `capacity.headroom` percent are not
    requested: 20 where `homelab.yaml` says nothing. A rolling update runs old and new pods side by side, jobs come and go,
    and a lab grows. Disk counts where disks are declared. What does not fit at all is the matter of another rule.
    """
    plan, wanted = plan_of(built), built.lab.config.headroom
    if not plan.fits:
        return
    has, there = plan.total.requested, plan.total.allocatable
    for name, used, whole, text in (
        ("CPU", has.cpu, there.cpu, cores),
        ("memory", has.memory, there.memory, gib),
        ("disk", has.disk, there.disk, gib),
    ):
        # Whole numbers, so that exactly the headroom is enough.
        if whole and (whole - used) * 100 < whole * wanted:
            free = (whole - used) * 100 // whole
            yield Hit(
                "lab",
                name,
                f"{text(used)} of {text(whole)} {name} are requested, so {free}% stay free, and"
                f" capacity.headroom in homelab.yaml wants {wanted}%",
                "`homelab plan --advice` shows what takes less; or add a machine, or lower capacity.headroom",
                built.lab.config.place("capacity.headroom"),
            )
