"""Looking at a lab with every rule, and findings that somebody accepts with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from .._errors import BuildError
from ..constructs import Lab, Surroundings, UnitChart
from ..model import Body
from ..order import SHOWN, Built, with_objects
from ._rule import RULES, Finding, Rule

__all__ = ["UNUSED", "accept", "check", "check_objects"]

_OF_THE_TREE = frozenset(
    {
        "data_is_protected_from_pruning",
        "no_object_is_huge",
        "no_secret_value_is_in_the_tree",
        "volumes_belong_to_what_holds_data",
    }
)
"""Rules about how the tree is written, which say nothing of what Helm creates."""

UNUSED = "HL001"
"""The code of an acceptance that accepts nothing."""

RULES[UNUSED] = Rule(
    code=UNUSED,
    name="every_acceptance_is_needed",
    level="warning",
    about=("What was accepted is still found.\n\nAn acceptance that outlives its reason would hide the next fault."),
    look=lambda built: (),  # known only after all others have looked: `check` adds it
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Acceptance:
    path: str
    code: str

    def covers(self, finding: Finding) -> bool:
        inside = not self.path or finding.where == self.path or finding.where.startswith(f"{self.path}/")
        return inside and finding.code == self.code


_ACCEPTED: WeakKeyDictionary[Lab | UnitChart, list[_Acceptance]] = WeakKeyDictionary()


def accept(scope: Lab | UnitChart, code: str, *, reason: str) -> None:
    """Accept what a rule finds in a component, an app or the whole lab.

    Args:
        scope: where it is accepted; everything below it is included.
        code: the rule's code, such as `HL601`.
        reason: why it is right here, for whoever reads the code next.

    Raises:
        BuildError: no rule has the code, it looks at changes, or the reason is empty.
    """
    if code not in RULES:
        raise BuildError(f"no rule has the code {code!r}; `homelab check` prints the code of each finding")
    if RULES[code].change is not None:
        raise BuildError(
            f"{code} looks at changes of the tree; acknowledge one by its object in homelab.yaml, under `acknowledge`"
        )
    if not reason.strip():
        raise BuildError(f"{scope.path or 'the lab'} accepts {code} without a reason; say why it is right here")
    known = _ACCEPTED.setdefault(scope, [])
    acceptance = _Acceptance(path=scope.path, code=code)
    if acceptance not in known:
        known.append(acceptance)


def check(built: Built) -> list[Finding]:
    """Look at a lab with every rule; findings in the order of the rules' codes, without those that were accepted."""
    accepted = _accepted(built.lab.surroundings)
    used: set[_Acceptance] = set()
    found: list[Finding] = []
    for code in sorted(RULES):
        item = RULES[code]
        for where, subject, message in item.look(built):
            finding = Finding(code=code, level=item.level, where=where, subject=subject, message=message)
            covering = [acceptance for acceptance in accepted if acceptance.covers(finding)]
            used.update(covering)
            if not covering and not _expected(built.lab, item.name, finding):
                found.append(finding)
    unused = [
        Finding(
            code=UNUSED,
            level="warning",
            where=acceptance.path or "lab",
            subject=acceptance.code,
            message=f"{RULES[acceptance.code].name} is accepted here and finds nothing; remove the acceptance",
        )
        for acceptance in accepted
        if acceptance not in used
    ]
    return [*unused, *found]


def check_objects(built: Built, objects: Mapping[str, Sequence[Body]]) -> list[Finding]:
    """What the rules find in the objects that releases render, and nothing else of the lab; each is a warning.

    Args:
        built: the lab; after this the facts of these releases are no longer whole.
        objects: by construct, without hooks.
    """
    shown = with_objects(built, objects)
    found = [item for item in check(shown) if f"/{SHOWN}/" in item.where and RULES[item.code].name not in _OF_THE_TREE]
    return [replace(item, level="warning") for item in found]


def _expected(lab: Lab, name: str, finding: Finding) -> bool:
    """Whether the component in which something is found expects it."""
    return any(
        acceptance.rule == name and finding.subject.startswith(acceptance.subject)
        for chart in lab.unit_charts
        if chart.acceptances and (finding.where == chart.path or finding.where.startswith(f"{chart.path}/"))
        for acceptance in chart.acceptances
    )


def _accepted(surroundings: Surroundings) -> list[_Acceptance]:
    return [
        acceptance
        for scope, acceptances in _ACCEPTED.items()
        if scope.surroundings is surroundings
        for acceptance in acceptances
    ]
