"""Nothing is lost where plain cdk8s writes."""

from __future__ import annotations

from ..model import walk
from ..order import Built
from ._rule import Found, Hit, rule

_LARGEST = 2**53


@rule("HL504", "plain_cdk8s_carries_every_value", level="warning", needs="lab")
def plain_cdk8s_carries_every_value(built: Built) -> Found:
    """Nothing is lost where plain cdk8s writes.

    No object beside foreign constructs holds null in a map or a whole number beyond 2^53: `homelab-synth` writes
    both, but with `app.synth()` of plain cdk8s, jsii drops the one and rounds the other.
    """
    for item in built.items:
        if not item.chart.is_reached:
            continue
        for path, value in walk(item.body):
            place = ".".join(map(str, path))
            if value is None and isinstance(path[-1], str):
                yield Hit.of(
                    item,
                    f"{place} is null, which plain cdk8s would drop",
                    "write this lab with homelab-synth alone, or leave it out",
                )
            elif isinstance(value, int) and abs(value) > _LARGEST:
                yield Hit.of(
                    item,
                    f"{place} is {value}, which plain cdk8s would round",
                    "write this lab with homelab-synth alone, or write text",
                )
