from __future__ import annotations

import pytest

from homelab_cdk.model import ChartFacts, HookFact
from tests.checks.looking import found
from tests.checks.releases import lab_of_release


def of(*events: str, stays: bool = True) -> list[str]:
    hook = HookFact(kind="Secret", name="login", events=events, stays=stays)
    return found(lab_of_release(ChartFacts(hooks=(hook,))), "HL457")


def test_a_moment_that_helm_does_not_know() -> None:
    expected = [
        "tea: the hook Secret login of the chart operator 1.2.3: Helm knows no hook crd-install, so that it is never made;"
        " turn it off in the values, and add what it makes as a manifest",
    ]
    assert of("crd-install") == expected
    assert of("crd-install", "pre-install") == expected, "one strange moment is enough for Helm to leave it out"


def test_what_is_made_at_the_first_install_alone() -> None:
    assert of("post-install") == [
        "tea: the hook Secret login of the chart operator 1.2.3: it runs at post-install alone, and what it makes stays:"
        " where the first try of the install fails, Flux tries an upgrade, which leaves it out, and Flux neither corrects nor"
        " removes it later; turn it off in the values, and add what it makes as a manifest",
    ]


@pytest.mark.parametrize(
    ("events", "stays"),
    [
        (("post-install", "post-upgrade"), True),
        (("post-install",), False),
        (("pre-delete",), True),
        (("test",), True),
    ],
    ids=["at each upgrade", "a check that goes when it is done", "at the end", "a test"],
)
def test_hooks_that_do_what_they_should(events: tuple[str, ...], stays: bool) -> None:
    assert of(*events, stays=stays) == []
