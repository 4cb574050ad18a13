"""What a Kustomization says about health has an effect."""

from __future__ import annotations

from collections.abc import Iterator

from ..order import Built
from ._read import at, maps
from ._rule import Found, Hit, rule


@rule("HL264", "every_health_check_is_looked_at", level="warning")
def every_health_check_is_looked_at(built: Built) -> Found:
    """What a Kustomization says about health has an effect.

    No Kustomization among the objects has both `wait: true` and `healthChecks`, which Flux ignores then, and the expressions
    of `healthCheckExprs` are ones that CEL can read: Flux waits for another one until the timeout.
    """
    for item in built.of("kustomize.toolkit.fluxcd.io", "Kustomization"):
        spec = at(item.body, "spec")
        if maps(spec.get("healthChecks")) and spec.get("wait") is True:
            yield Hit.of(item, "spec.wait is true, and Flux then ignores spec.healthChecks", "leave one of the two out")
        for number, entry in enumerate(maps(spec.get("healthCheckExprs"))):
            for field, problem in _unreadable(entry):
                yield Hit.of(item, f"spec.healthCheckExprs[{number}].{field} is no CEL: {problem}", "correct it")


def _unreadable(entry: object) -> Iterator[tuple[str, str]]:
    expressions = {
        field: text
        for field in ("current", "inProgress", "failed")
        if isinstance(text := at({"e": entry}, "e").get(field), str)
    }
    if not expressions:
        return
    import cel

    for field, text in expressions.items():
        try:
            cel.compile(text)
        except (RuntimeError, TypeError, ValueError) as error:
            yield field, str(error).splitlines()[0]
