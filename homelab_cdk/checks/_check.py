"""Looking at a lab with every rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ..model import Acceptance, Body, Finding, Place
from ..order import SHOWN, Built, with_objects
from ._acceptance import UNUSED, acceptances, code_of, unneeded
from ._places import place_of
from ._report import Accepted, Outcome, Report, Unchecked
from ._rule import RULES, Hit, Rule, Unknown
from ._standing import if_known
from ._twins import one_of_each_sort, without_twins

__all__ = ["check", "check_objects", "examine", "examine_objects"]


def check(built: Built) -> list[Finding]:
    """What is wrong with a lab, in the order of the rules' codes, without what is accepted.

    What could not be told is not in here: see `examine`.
    """
    return list(examine(built).findings)


def examine(built: Built, *, without: Collection[str] = ()) -> Report:
    """Look at a lab with every rule.

    Args:
        built: the lab.
        without: codes or names of rules that are left out.

    Returns:
        What is wrong, what is accepted, what could not be told, and what each rule comes to.

    Raises:
        BuildError: no rule is called like one that is to be left out.
    """
    return _Examination(built, without).report()


def check_objects(built: Built, objects: Mapping[str, Sequence[Body]]) -> list[Finding]:
    """What the rules find in the objects that releases render, and nothing else of the lab; see `examine_objects`."""
    return list(examine_objects(Report(), built, objects).findings)


def examine_objects(report: Report, built: Built, objects: Mapping[str, Sequence[Body]]) -> Report:
    """Look at the objects that releases render with every rule, and add what it comes to to a report.

    What is found in there is a warning: it stands in no file of the tree.

    Args:
        report: what was found in the lab itself.
        built: the lab; after this the facts of these releases are no longer whole.
        objects: by construct, without hooks.
    """
    shown = examine(with_objects(built, objects))

    def is_shown(where: str, code: str) -> bool:
        return f"/{SHOWN}/" in where and not RULES[code].tree_only

    found = [one for one in shown.findings if is_shown(one.where, one.code)]
    return dataclasses.replace(
        report,
        findings=(*report.findings, *(dataclasses.replace(one, level="warning") for one in found)),
        accepted=(
            *report.accepted,
            *(one for one in shown.accepted if is_shown(one.finding.where, one.finding.code)),
        ),
        unchecked=(*report.unchecked, *(one for one in shown.unchecked if is_shown(one.where, one.code))),
        created=sum(map(len, objects.values())),
    )


class _Examination:
    def __init__(self, built: Built, without: Collection[str]) -> None:
        self._built = built
        self._left_out = {code_of(name) for name in without}
        self._known = acceptances(built)
        self._by_rule: dict[str, list[Acceptance]] = {}
        for acceptance in self._known:
            self._by_rule.setdefault(acceptance.rule, []).append(acceptance)
        self._used: set[Acceptance] = set()
        self._findings: list[Finding] = []
        self._accepted: list[Accepted] = []
        self._unchecked: list[Unchecked] = []
        self._outcomes: dict[str, Outcome] = {}

    def report(self) -> Report:
        judged = set[str]()
        for code in sorted(RULES):
            if code == UNUSED or code in self._left_out or RULES[code].change is not None:
                continue
            if RULES[code].needs == "lab" and self._built.is_bare:
                self._outcomes[code] = "cannot tell"
                why = "it looks at homelab.yaml, at components or at facts of charts, and here are objects alone"
                self._unchecked.append(Unchecked(code=code, where="", subject="the tree", reason=why))
            else:
                judged.add(code)
                self._look(RULES[code])
        own = [self._finding(RULES[UNUSED], hit) for hit in unneeded(self._known, self._used, judged)]
        self._outcomes[UNUSED] = "finds" if own else "passes"
        return Report(
            findings=(*own, *self._findings),
            accepted=tuple(self._accepted),
            unchecked=tuple(self._unchecked),
            outcomes={code: self._outcomes[code] for code in sorted(self._outcomes)},
            objects=len(self._built.items),
        )

    def _look(self, rule: Rule) -> None:
        hits = unknown = 0
        for found in self._found(rule):
            if isinstance(found, Unknown):
                unknown += 1
                self._unchecked.append(
                    Unchecked(
                        code=rule.code,
                        where=found.where,
                        subject=found.subject,
                        reason=found.reason,
                        fix=found.fix,
                        place=found.place or self._place(found),
                    )
                )
                continue
            hits += 1
            self._enter(self._finding(rule, found))
        self._outcomes[rule.code] = "finds" if hits else "cannot tell" if unknown else "passes"

    def _found(self, rule: Rule) -> Iterator[Hit | Unknown]:
        for found in self._looked(rule):
            yield if_known(self._built, found) if isinstance(found, Hit) else found

    def _looked(self, rule: Rule) -> Iterable[Hit | Unknown]:
        if rule.local or rule.apart:
            few = one_of_each_sort(self._built) if rule.local else without_twins(self._built)
            found = list(rule.look(few))
            if few is self._built or not found:
                return found
        return rule.look(self._built)

    def _finding(self, rule: Rule, hit: Hit) -> Finding:
        return Finding(
            code=rule.code,
            level=rule.level,
            where=hit.where,
            subject=hit.subject,
            reason=hit.reason,
            fix=hit.fix,
            place=hit.place or self._place(hit),
        )

    def _enter(self, finding: Finding) -> None:
        name = RULES[finding.code].name
        known = (*self._by_rule.get(finding.code, ()), *self._by_rule.get(name, ()))
        covering = [one for one in known if one.covers(finding, name)]
        if covering:
            self._used.update(covering)
            self._accepted.append(Accepted(finding=finding, acceptance=covering[0]))
        else:
            self._findings.append(finding)

    def _place(self, found: Hit | Unknown) -> Place | None:
        return place_of(self._built, found.where, found.subject)
