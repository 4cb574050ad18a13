"""The lab fits its nodes."""

from __future__ import annotations

from ..capacity import Pending, plan_of
from ..order import Built
from ._rule import Found, Hit, rule
from ._standing import unseen

_NAMED = 3

_ADVICE = "see `homelab plan --advice`, lower what is requested, or add a machine"


@rule("HL901", "the_lab_fits_its_nodes", needs="lab")
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
        yield Hit("lab", "capacity", f"{count} pods find no place ({names}{more}): {because}", _ADVICE)
    for kept in plan.short:
        has, wanted = len(kept.machines), kept.volume.storage.copies
        volume = f"the volume {kept.volume.name} of {kept.unit}"
        yield Hit("lab", "capacity", f"there is room for {has} of the {wanted} copies of {volume}", _ADVICE)
    yield from unseen(built)
