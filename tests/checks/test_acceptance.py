"""What is accepted with a reason: of one rule, about one object."""

from __future__ import annotations

import dataclasses

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.checks import accept, examine
from homelab_cdk.constructs import Lab
from homelab_cdk.model import Acceptance, Body, Place
from tests.checks.looking import app_of, built, deployment, found, lab_of

WEB = "Deployment.apps app/web"
REASON = "the vendor's image sets its own"
PLACE = Place("homelab.yaml", 12, 5)


def boundless(name: str = "web") -> Body:
    return deployment(name, container={"resources": {}})


def lab_that_accepts(*bodies: Body, rule: str = "HL601", object: str = WEB) -> Lab:
    """As homelab.yaml says it."""
    lab = lab_of(*bodies)
    acceptance = Acceptance(rule=rule, object=object, reason=REASON, place=PLACE)
    lab.config = dataclasses.replace(lab.config, accepted=(acceptance,))
    return lab


@pytest.mark.parametrize("name", [WEB, "Deployment app/web", "app/deployment-web"])
def test_an_object_of_an_app(name: str) -> None:
    lab = lab_of(boundless())
    accept(app_of(lab), "HL601", object=name, reason=REASON)
    assert found(lab, "HL601") == found(lab, "HL001") == []


def test_the_object_itself() -> None:
    lab = lab_of(boundless())
    accept(app_of(lab).manifests[-1], "HL601", reason=REASON)
    assert found(lab, "HL601") == found(lab, "HL001") == []


def test_the_lab_accepts_it_in_homelab_yaml() -> None:
    lab = lab_that_accepts(boundless())
    assert found(lab, "HL601") == found(lab, "HL001") == []


def test_what_is_accepted_is_listed_with_its_reason() -> None:
    [accepted] = examine(built(lab_that_accepts(boundless()))).accepted
    assert (accepted.finding.code, accepted.finding.subject) == ("HL601", WEB)
    assert (accepted.acceptance.reason, accepted.acceptance.place) == (REASON, PLACE)


def test_another_object_of_the_same_app_is_found() -> None:
    lab = lab_of(boundless(), boundless("worker"))
    accept(app_of(lab), "HL601", object=WEB, reason=REASON)
    [line] = found(lab, "HL601")
    assert line.startswith("app/deployment-worker: Deployment.apps app/worker: ")


def test_another_rule_still_looks_at_the_object() -> None:
    lab = lab_that_accepts(deployment(container={"resources": {}, "image": "web:latest"}))
    assert len(found(lab, "HL603")) == 1


def test_what_another_lab_accepts_is_found() -> None:
    other = lab_of()
    accept(other, "HL601", object=WEB, reason=REASON)
    assert len(found(lab_of(boundless()), "HL601")) == 1


@pytest.mark.parametrize("bodies", [(deployment(),), ()])
def test_an_acceptance_that_is_not_needed_is_an_error_of_its_own(bodies: tuple[Body, ...]) -> None:
    report = examine(built(lab_that_accepts(*bodies)))
    [finding] = [finding for finding in report.findings if finding.code == "HL001"]
    assert str(finding) == (
        "error HL001 homelab.yaml:12:5: lab: HL601 of Deployment.apps app/web: every_container_sets_its_resources finds"
        " nothing about this object here; remove the acceptance, or correct the object"
    )
    assert report.outcomes["HL001"] == "finds"


def test_homelab_yaml_names_a_rule_that_there_is_not() -> None:
    [line] = found(lab_that_accepts(rule="HL961"), "HL001")
    assert line.startswith("lab: HL961 of Deployment.apps app/web: no rule has this code; did you mean HL")


def test_an_acceptance_that_is_not_needed_cannot_be_accepted() -> None:
    [line] = found(lab_that_accepts(rule="HL001", object="HL601"), "HL001")
    assert line == "lab: HL001 of HL601: an acceptance cannot be accepted; remove what is not needed"


def test_a_reason_is_needed() -> None:
    with pytest.raises(BuildError, match="app accepts HL601 without a reason; say why it is right here"):
        accept(app_of(lab_of()), "HL601", object=WEB, reason=" ")


def test_an_object_is_needed() -> None:
    with pytest.raises(BuildError, match="app accepts HL601 without naming an object; pass `object`"):
        accept(app_of(lab_of()), "HL601", reason=REASON)


def test_a_code_that_no_rule_has() -> None:
    with pytest.raises(BuildError, match="app accepts HL999, and no rule has this code; "):
        accept(app_of(lab_of()), "HL999", reason=REASON)
