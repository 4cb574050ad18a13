"""Looking at a change of the tree with every rule, and what somebody acknowledged of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..changes import Difference
from ..model import Acknowledgement, Finding, ObjectKey
from ._rule import RULES
from .every_acknowledgement_is_needed import CODE as UNNEEDED

__all__ = ["check_changes"]

_OBJECT = re.compile(r"(?P<kind>[^ .]+)(?:\.(?P<group>[^ ]+))? +(?:(?P<namespace>[^/ ]+)/)?(?P<name>[^ /]+)")


def check_changes(
    difference: Difference | None,
    acknowledged: Sequence[Acknowledgement] = (),
    *,
    where: Callable[[ObjectKey], str] = lambda key: "lab",
) -> list[Finding]:
    """Look at a change with every rule of change; findings in the order of the rules' codes.

    What is acknowledged is left out, and acknowledgements that cover nothing are found themselves.

    Args:
        difference: the change; nothing where the tree stays as it is.
        acknowledged: what somebody wants, as `homelab.yaml` says.
        where: the construct that makes, or made, an object.
    """
    found: list[Finding] = []
    used: set[int] = set()
    for code in sorted(RULES) if difference is not None else ():
        rule = RULES[code]
        for effect, key, message in rule.change(difference) if rule.change and difference else ():
            covering = [number for number, item in enumerate(acknowledged) if _covers(item, effect, key)]
            used.update(covering)
            if covering:
                continue
            if rule.level == "error":
                message += (
                    f"; if it is meant, say so in homelab.yaml: acknowledge: [{{object: {_written(key)}, change: {effect},"
                    " reason: ...}]"
                )
            found.append(Finding(code=code, level=rule.level, where=where(key), subject=str(key), message=message))
    rule = RULES[UNNEEDED]
    unneeded = [
        Finding(
            code=UNNEEDED,
            level=rule.level,
            where=str(item.place),
            subject=item.object,
            message=f"nobody asks whether it may {_WORDS[item.change]} any more; remove the acknowledgement",
        )
        for number, item in enumerate(acknowledged)
        if number not in used
    ]
    return [*unneeded, *found]


_WORDS = {
    "delete": "be deleted",
    "recreate": "be deleted and made anew",
    "refuse": "be refused by the API server",
    "orphan": "be left behind",
    "unprotect": "lose its protection",
}


def _written(key: ObjectKey) -> str:
    """An object as `homelab.yaml` names it; the group may be left out."""
    return f"{key.kind} {key.namespace}/{key.name}" if key.namespace else f"{key.kind} {key.name}"


def _covers(item: Acknowledgement, effect: str, key: ObjectKey) -> bool:
    match = _OBJECT.fullmatch(item.object)
    if match is None or item.change != effect:
        return False
    group = match["group"]
    return (match["kind"], match["namespace"] or "", match["name"]) == (
        key.kind,
        key.namespace,
        key.name,
    ) and group in (None, key.group)
