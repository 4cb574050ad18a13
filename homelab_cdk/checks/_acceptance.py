"""What somebody accepts with a reason: of one rule, about one object."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Container, Iterator

from .._errors import BuildError
from ..constructs import Lab, Manifest, UnitChart, calling_line, surroundings_of
from ..model import Acceptance, Place
from ..order import Built
from ._example import Example
from ._rule import RULES, Hit, Rule

__all__ = ["UNUSED", "accept", "acceptances", "code_of", "near_codes", "unneeded"]

UNUSED = "HL001"
"""The code of an acceptance that accepts nothing."""

RULES[UNUSED] = Rule(
    code=UNUSED,
    name="every_acceptance_is_needed",
    level="error",
    about=(
        "What was accepted is still found.\n\n"
        "Each acceptance names a rule, and an object about which that rule finds something. One that outlives its reason"
        " would hide the next fault. It cannot be accepted itself."
    ),
    look=lambda built: (),  # known only after all others have looked: `examine` adds it
    example=Example.of(
        {
            "homelab.yaml": """
 accept:
-  - {rule: HL502, object: Deployment web/gone, reason: the vendor's image brings its own}
+  - {rule: HL502, object: Deployment web/web, reason: the vendor's image brings its own}
""",
            "apps/web/web.yaml": """
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   selector: {matchLabels: {app: web}}
   template:
     metadata: {labels: {app: web}}
     spec:
       containers:
         - {name: web, image: "registry.example.com/web:1.2.3"}
""",
        }
    ),
    says="""\
HL502 of Deployment web/gone: every_container_sets_its_resources finds nothing about this object
here; remove the acceptance, or correct the object""",
    needs="lab",
)


def accept(scope: Lab | UnitChart | Manifest, code: str, *, reason: str, object: str = "") -> None:
    """Accept what a rule finds about one object.

    In `homelab.yaml`, entries of `accept` do the same.

    Args:
        scope: the object; or the component, the app or the lab that the object is in.
        code: the rule's code.
        reason: why it is right here, for whoever reads the code next; the report lists it.
        object: what the finding calls the object, or the path of the construct; where the scope is the object itself,
            it need not be said.

    Raises:
        BuildError: no rule has the code, the reason is empty, or no object is named.
    """
    inside = scope.path or "the lab"
    if code not in RULES:
        raise BuildError(f"{inside} accepts {code}, and no rule has this code; {near_codes(code)}")
    if RULES[code].change is not None:
        raise BuildError(
            f"{code} looks at changes of the tree; accept one by its object in homelab.yaml: accept: [{{change: ...,"
            " object: ..., reason: ...}]"
        )
    if not reason.strip():
        raise BuildError(f"{inside} accepts {code} without a reason; say why it is right here")
    if not object and not isinstance(scope, Manifest):
        raise BuildError(
            f"{inside} accepts {code} without naming an object; pass `object` as the finding calls it, or accept it of"
            " the manifest itself"
        )
    line = calling_line()
    acceptance = Acceptance(
        rule=code,
        object=object or scope.path,
        reason=reason.strip(),
        scope=scope.path,
        place=Place(*line) if line else None,
    )
    surroundings = surroundings_of(scope.unit_chart if isinstance(scope, Manifest) and scope.unit_chart else scope)
    if acceptance not in surroundings.accepted:
        surroundings.accepted.append(acceptance)


def acceptances(built: Built) -> list[Acceptance]:
    """All findings that are accepted in a lab: in homelab.yaml, in Python, and by components."""
    said = [*built.lab.config.accepted, *built.lab.surroundings.accepted]
    expected = [one for chart in built.lab.unit_charts for one in chart.acceptances]
    return [one for one in (*said, *expected) if one.rule]


def unneeded(known: Collection[Acceptance], used: Container[Acceptance], judged: Container[str]) -> Iterator[Hit]:
    """What is wrong with acceptances themselves; one of a rule that did not look is not judged."""
    for acceptance in known:
        if acceptance.expected:
            continue
        where, what = acceptance.scope or "lab", f"{acceptance.rule} of {acceptance.object}"
        if acceptance.rule == UNUSED:
            yield Hit(where, what, "an acceptance cannot be accepted", "remove what is not needed", acceptance.place)
        elif acceptance.rule not in RULES or RULES[acceptance.rule].change is not None:
            why = "this rule is about changes" if acceptance.rule in RULES else "no rule has this code"
            fix = "name the change in place of the rule" if acceptance.rule in RULES else near_codes(acceptance.rule)
            yield Hit(where, what, why, fix, acceptance.place)
        elif acceptance.rule in judged and acceptance not in used:
            name = RULES[acceptance.rule].name
            reason = f"{name} finds nothing about this object here"
            yield Hit(where, what, reason, "remove the acceptance, or correct the object", acceptance.place)


def code_of(name: str) -> str:
    """The code of a rule that is called by it or by its name.

    Raises:
        BuildError: there is no such rule.
    """
    found = name.upper() if name.upper() in RULES else next((r.code for r in RULES.values() if r.name == name), None)
    if found is None:
        raise BuildError(f"no rule has the code {name!r}; {near_codes(name)}")
    return found


def near_codes(code: str) -> str:
    """What to say to somebody who wrote a code, or a name, that no rule has."""
    names = {rule.name: rule.code for rule in RULES.values()}
    near = [*difflib.get_close_matches(code.upper(), RULES, n=2), *difflib.get_close_matches(code.lower(), names, n=1)]
    shown = [f"{names.get(one, one)} ({RULES[names.get(one, one)].name})" for one in near[:2]]
    hint = f"did you mean {' or '.join(dict.fromkeys(shown))}? " if shown else ""
    return f"{hint}`homelab check --list` shows all"
