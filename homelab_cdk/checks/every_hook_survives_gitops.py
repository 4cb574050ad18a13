"""Hooks of charts run when they should."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import HookFact
from ..order import Built
from ._rule import Found, rule
from ._standing import if_assumed


@rule("HL457", "every_hook_survives_gitops", level="warning")
def every_hook_survives_gitops(built: Built) -> Found:
    """Hooks of charts run when they should.

    Flux runs the hooks of a chart with Helm's own code, but not every hook does what its author meant: one of a moment
    that Helm does not know is left out without a word; an object that a hook makes and nothing deletes is no part of the
    release, so that nobody corrects it and no uninstall removes it; and if it is made at the install alone, it is never
    made where the first try fails, because the next try is an upgrade.
    """
    for release, known in built.releases:
        for hook in known.facts.hooks:
            for problem in _problems(hook):
                yield (
                    release.construct,
                    f"the hook {hook.kind} {hook.name} of the chart {release.chart}",
                    f"{problem}{if_assumed(known)}",
                )


_EVENTS = frozenset(
    {
        *(f"{when}-{what}" for when in ("pre", "post") for what in ("install", "upgrade", "delete", "rollback")),
        *("test", "test-success", "test-failure"),
    }
)
"""Source: Helm, `pkg/release`, `HookEvent`; `test-success` and `test-failure` are taken for `test`."""


def _problems(hook: HookFact) -> Iterator[str]:
    strange = [event for event in hook.events if event not in _EVENTS]
    if strange:
        yield (
            f"Helm knows no hook {', '.join(strange)}, so that it is never made; the moments are"
            f" {', '.join(sorted(_EVENTS))}: turn it off in the values, and add what it makes as a manifest"
        )
    first = {"pre-install", "post-install"} & set(hook.events)
    again = {"pre-upgrade", "post-upgrade"} & set(hook.events)
    if first and not again and hook.stays:
        yield (
            f"it runs at {' and '.join(sorted(first))} alone, and what it makes stays: where the first try of the install"
            " fails, Flux tries an upgrade, which leaves it out, and Flux neither corrects nor removes it later; turn it off in"
            " the values, and add what it makes as a manifest"
        )
