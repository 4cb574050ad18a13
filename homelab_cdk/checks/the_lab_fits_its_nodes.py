"""The lab fits its nodes."""

from __future__ import annotations

from ..capacity import Pending, no_place, plan_of
from ..order import Built
from ._rule import Found, Hit, rule
from ._standing import unseen

_NAMED = 3

_ADVICE = "see `homelab plan --advice`, lower what is requested, or add a machine"


@rule(
    "HL501",
    "the_lab_fits_its_nodes",
    needs="lab",
    example={
        "homelab.yaml": """
 nodes:
   node-1: {cores: 4, memory: 16Gi}
""",
        "apps/assistant/assistant.yaml": """
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: assistant}
 spec:
   selector: {matchLabels: {app: assistant}}
   template:
     metadata: {labels: {app: assistant}}
     spec:
       containers:
         - name: assistant
           image: registry.example.com/assistant:1.2.3
-          resources: {requests: {cpu: "2", memory: 24Gi}, limits: {memory: 24Gi}}
+          resources: {requests: {cpu: "2", memory: 8Gi}, limits: {memory: 8Gi}}
""",
    },
    says="""
capacity: 1 pod finds no place (Deployment assistant/assistant): node-1 has not enough memory left;
see `homelab plan --advice`, lower what is requested, or add a machine
""",
)
def the_lab_fits_its_nodes(built: Built) -> Found:
    """Everything that will run has a place on the machines while all of them are up.

    Counts CPU, memory and ephemeral storage that pods request, persistent volumes with all their copies, node selectors,
    taints and pods that keep apart. What finds no place stays `Pending` for ever. `homelab plan` shows what each machine
    has left and what is largest, `homelab plan --advice` which other choices would take less.
    """
    plan = plan_of(built)
    waiting: dict[str, list[Pending]] = {}
    for item in plan.pending:
        waiting.setdefault(item.because, []).append(item)
    for because, items in waiting.items():
        count = sum(item.pods for item in items)
        names = ", ".join(item.demand.name for item in items[:_NAMED])
        more = f" and {len(items) - _NAMED} more" if len(items) > _NAMED else ""
        yield Hit("lab", "capacity", f"{no_place(count)} ({names}{more}): {because}", _ADVICE)
    for kept in plan.short:
        has, wanted = len(kept.machines), kept.volume.storage.copies
        volume = f"the volume {kept.volume.name} of {kept.unit}"
        yield Hit("lab", "capacity", f"there is room for {has} of the {wanted} copies of {volume}", _ADVICE)
    yield from unseen(built)
