"""What an alternative would save, and whether the lab would still work with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .._errors import HomelabError
from ..capacity import Amounts, Plan, plan_of
from ..checks import RULES, Finding, check
from ..config import options_of
from ..constructs import Component, replaced_by_the_lab
from ..model import ObjectKey
from ..order import Built
from ..rollout import Block, rollout_of, simulate
from ._alternatives import Alternative
from ._other import class_names, other_lab

__all__ = ["Base", "Choice", "LeftOut", "Saving", "short", "weigh"]

_PLACE = re.compile(r"^\S+:\d+(:\d+)?: ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """CPU in thousandths of a core, memory and disk in bytes; less than nothing where it would take more."""

    cpu: int = 0
    memory: int = 0
    disk: int = 0

    @classmethod
    def between(cls, now: Amounts, then: Amounts) -> Saving:
        """What one thing takes more than another."""
        return cls(cpu=now.cpu - then.cpu, memory=now.memory - then.memory, disk=now.disk - then.disk)

    def __bool__(self) -> bool:
        """Whether anything is saved at all."""
        return max(self.cpu, self.memory, self.disk) > 0

    @property
    def rank(self) -> tuple[int, int, int]:
        """To put the largest first: by memory, which labs run out of first, then CPU, then disk."""
        return -self.memory, -self.cpu, -self.disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Another choice with which the lab builds, breaks no further rule and comes up.

    Attributes:
        alternative: the choice.
        saves: what all pods and volumes of the lab take less.
        takes_over: what k3s brings along in its place, such as `local-path`; nothing where it brings none.
        gone: systems that would leave with it, because it brought them.
        added: systems that would be there and are not now.
        fits: whether the lab would have its place on the machines.
        warnings: what rules would warn of, and do not now.
        assumed: units whose facts were read with other values than they would have.
    """

    alternative: Alternative
    saves: Saving
    takes_over: str
    gone: tuple[str, ...]
    added: tuple[str, ...]
    fits: bool
    warnings: tuple[str, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An alternative that cannot be had, and why."""

    alternative: Alternative
    because: str


class Base:
    """The lab as it is, which alternatives are compared with."""

    def __init__(self, built: Built, root: Path) -> None:
        """Look at the lab once."""
        self.built = built
        self.root = root
        self.plan: Plan = plan_of(built)
        self.classes = class_names(built)
        self.systems = _systems(built)
        self.findings = {_identity(finding) for finding in check(built)}
        self.blocks = frozenset(_kind(block) for block in simulate(rollout_of(built)).blocks)


def weigh(base: Base, alternative: Alternative) -> Choice | LeftOut:
    """Build the lab with an alternative and compare."""
    missing = _only_you_know(alternative)
    if missing:
        return LeftOut(alternative=alternative, because=missing)
    try:
        built = other_lab(alternative.config, base.root, classes=base.classes)
    except HomelabError as error:
        return LeftOut(alternative=alternative, because=short(str(error)))
    takes_over = "" if alternative.instead is not None else _taking_over(base.built, built)
    if alternative.instead is None and alternative.kind.info.essential and not takes_over:
        return LeftOut(alternative=alternative, because="the cluster does not work without it")
    blocks = [block for block in simulate(rollout_of(built)).blocks if _kind(block) not in base.blocks]
    if blocks:
        return LeftOut(alternative=alternative, because=short(str(blocks[0])))
    findings = [finding for finding in check(built) if _identity(finding) not in base.findings]
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        first = errors[0]
        return LeftOut(alternative=alternative, because=short(f"{first.code} {first.subject}: {first.message}"))
    plan = plan_of(built)
    systems = _systems(built)
    return Choice(
        alternative=alternative,
        saves=Saving.between(base.plan.wanted, plan.wanted),
        takes_over=takes_over,
        gone=tuple(sorted(base.systems - systems - {alternative.answer})),
        added=tuple(sorted(systems - base.systems)),
        fits=plan.fits,
        warnings=tuple(str(finding) for finding in findings if not RULES[finding.code].lock_only),
        assumed=tuple(item for item in plan.assumed if item not in base.plan.assumed),
    )


def short(text: str) -> str:
    """The first clause of a message, without the place in a file: what is wrong, not how to mend it."""
    return _PLACE.sub("", text.splitlines()[0]).partition(";")[0]


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.where, finding.subject


def _kind(block: Block) -> tuple[ObjectKey, ObjectKey, str]:
    return block.where, block.object, block.reason


def _only_you_know(alternative: Alternative) -> str:
    if alternative.instead is None:
        return ""
    wanted = [option.key for option in options_of(alternative.instead) if option.required]
    return f"needs {', '.join(wanted)}, which only you know" if wanted else ""


def _taking_over(before: Built, after: Built) -> str:
    """What the distribution brings along as soon as the lab no longer does."""
    replaced = replaced_by_the_lab(after.lab.surroundings)
    return next((part.name for part in replaced_by_the_lab(before.lab.surroundings) if part not in replaced), "")


def _systems(built: Built) -> frozenset[str]:
    """Construct ids of the components of a lab."""
    return frozenset(chart.construct_id for chart in built.lab.unit_charts if isinstance(chart, Component))
