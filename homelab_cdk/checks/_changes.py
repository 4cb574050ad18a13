"""Looking at a change of the tree with every rule of change, and what somebody wants of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from ..changes import Difference
from ..model import Acceptance, Finding, ObjectKey, Place
from ._report import Accepted, Report, Unchecked
from ._rule import RULES
from .every_acknowledgement_is_needed import CODE as UNNEEDED

__all__ = ["check_changes", "examine_changes"]

Where = Callable[[ObjectKey], str]


def check_changes(
    difference: Difference | None, accepted: Sequence[Acceptance] = (), *, where: Where = lambda key: "lab"
) -> list[Finding]:
    """What is wrong with a change, in the order of the rules' codes, without what is accepted; see `examine_changes`."""
    return list(examine_changes(Report(), difference, accepted, where=where).findings)


def examine_changes(
    report: Report,
    difference: Difference | None,
    accepted: Sequence[Acceptance] = (),
    *,
    where: Where = lambda key: "lab",
    place: Callable[[str], Place | None] = lambda where: None,
    missing: str = "",
) -> Report:
    """Look at a change with every rule of change, and add what it comes to to a report.

    What somebody wants is listed with its reason, and acceptances of changes that cover nothing are found themselves.

    Args:
        report: what the other rules have to say.
        difference: the change; nothing where the tree stays as it is.
        accepted: what somebody wants, as `homelab.yaml` says.
        where: the construct that makes, or made, an object.
        place: where in the sources of the lab a construct comes from.
        missing: why there is nothing to compare with; then no rule of change can tell.
    """
    rules = [rule for _, rule in sorted(RULES.items()) if rule.change is not None]
    if missing:
        unchecked = [Unchecked(code=rule.code, where="lab", subject="the change", reason=missing) for rule in rules]
        return dataclasses.replace(
            report,
            unchecked=(*report.unchecked, *unchecked),
            outcomes={**report.outcomes, **{rule.code: "cannot tell" for rule in rules}},
        )
    wanted = [one for one in accepted if one.change]
    used: set[Acceptance] = set()
    found: list[Finding] = []
    meant: list[Accepted] = []
    finds: set[str] = set()
    for rule in rules if difference is not None else ():
        assert rule.change is not None and difference is not None
        for hit in rule.change(difference):
            key, fix = hit.key, hit.fix
            finds.add(rule.code)
            covering = [one for one in wanted if one.wants(hit.effect, str(key))]
            if rule.level == "error" and not covering:
                fix = f"{fix}; {_if_meant(hit.effect, key)}"
            finding = Finding(
                code=rule.code,
                level=rule.level,
                where=where(key),
                subject=str(key),
                reason=hit.reason,
                fix=fix,
                place=place(where(key)),
            )
            used.update(covering)
            if covering:
                meant.append(Accepted(finding=finding, acceptance=covering[0]))
            else:
                found.append(finding)
    unneeded = [
        Finding(
            code=UNNEEDED,
            level=RULES[UNNEEDED].level,
            where="lab",
            subject=one.object,
            reason=f"nobody asks whether it may {_WORDS[one.change]} any more",
            fix="remove this entry of `accept` from homelab.yaml",
            place=one.place,
        )
        for one in wanted
        if one not in used
    ]
    finds |= {UNNEEDED} if unneeded else set()
    return dataclasses.replace(
        report,
        findings=(*report.findings, *unneeded, *found),
        accepted=(*report.accepted, *meant),
        outcomes={**report.outcomes, **{rule.code: "finds" if rule.code in finds else "passes" for rule in rules}},
    )


_WORDS = {
    "delete": "be deleted",
    "recreate": "be deleted and made anew",
    "refuse": "be refused by the API server",
    "orphan": "be left behind",
    "unprotect": "lose its protection",
}


def _if_meant(effect: str, key: ObjectKey) -> str:
    """What to write where a change is meant; the group of an object may be left out."""
    named = f"{key.kind} {key.namespace}/{key.name}" if key.namespace else f"{key.kind} {key.name}"
    return f"if it is meant, say so in homelab.yaml: accept: [{{change: {effect}, object: {named}, reason: ...}}]"
