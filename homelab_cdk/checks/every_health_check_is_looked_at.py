"""What a Kustomization says about health has an effect."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import ObjectKey, group_of
from ..order import Built, Item
from ._pods import pods_of
from ._read import at, maps
from ._rule import Found, rule


@rule("HL264", "every_health_check_is_looked_at", level="warning")
def every_health_check_is_looked_at(built: Built) -> Found:
    """What a Kustomization says about health has an effect.

    No Kustomization among the objects has both `wait: true` and `healthChecks`, which Flux ignores then; each object that
    it checks is made by something in the lab; and the expressions of `healthCheckExprs` are ones that CEL can read.
    """
    for item in built.of("kustomize.toolkit.fluxcd.io", "Kustomization"):
        spec = at(item.body, "spec")
        checks = maps(spec.get("healthChecks"))
        if checks and spec.get("wait") is True:
            yield (
                item.path,
                str(item.key),
                "spec.wait is true, and Flux then ignores spec.healthChecks; leave one of the two out",
            )
        for number, check in enumerate(checks):
            key = _key(item, check.get("apiVersion"), check)
            if not pods_of(built).is_open(key.namespace) and not _is_made(built, key):
                yield (
                    item.path,
                    str(item.key),
                    f"spec.healthChecks[{number}] names {key}, which nothing in this lab makes, and Flux waits for it until the"
                    " timeout; correct it, or leave it out",
                )
        for number, entry in enumerate(maps(spec.get("healthCheckExprs"))):
            for field, problem in _unreadable(entry):
                yield (
                    item.path,
                    str(item.key),
                    f"spec.healthCheckExprs[{number}].{field} is no CEL: {problem}; correct it",
                )


def _key(item: Item, version: object, check: object) -> ObjectKey:
    entry = at({"check": check}, "check")
    return ObjectKey(
        group_of(str(version or "v1")),
        str(entry.get("kind")),
        str(entry.get("namespace") or item.key.namespace),
        str(entry.get("name")),
    )


def _is_made(built: Built, key: ObjectKey) -> bool:
    if key in built.by_key:
        return True
    wide = ObjectKey(key.group, key.kind, "", key.name)
    for _, known in built.releases:
        facts = known.facts
        if key in facts.objects or wide in facts.objects or wide in built.by_key:
            return True
        if any((one.kind, one.namespace, one.name) == (key.kind, key.namespace, key.name) for one in facts.workloads):
            return True
    return False


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
