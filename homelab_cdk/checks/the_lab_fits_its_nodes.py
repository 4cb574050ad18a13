"""The lab fits its nodes."""

from __future__ import annotations

from ..capacity import cores, gib, plan_of
from ..order import Built
from ._rule import Found, rule


@rule("HL901", "the_lab_fits_its_nodes", level="warning")
def the_lab_fits_its_nodes(built: Built) -> Found:
    """Everything that will run has a place on the machines while all of them are up.

    Counts CPU, memory and ephemeral storage that pods request, persistent volumes with all their copies, node selectors,
    taints and pods that keep apart. What finds no place stays `Pending` for ever. `homelab plan` shows what each machine
    has left and what is largest; lower requests, drop something, or add a machine.
    """
    plan = plan_of(built)
    for item in plan.pending:
        amounts = f"{cores(item.demand.requests.cpu)} CPU and {gib(item.demand.requests.memory)} each"
        yield (
            item.demand.unit,
            item.demand.name,
            f"{item.pods} of its pods find no place, {amounts}: {item.because}; see `homelab plan`",
        )
    for kept in plan.short:
        yield (
            kept.unit,
            f"volume {kept.volume.name}",
            f"there is room for {len(kept.machines)} of its copies, {kept.volume.storage.copies} are wanted; see"
            " `homelab plan`",
        )
