from __future__ import annotations

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.checks import accept
from tests.checks.looking import app_of, deployment, found, lab_of


def test_what_is_accepted_is_not_found() -> None:
    lab = lab_of(deployment(container={"resources": {}}))
    accept(app_of(lab), "HL601", reason="the vendor's image sets its own")
    assert found(lab, "HL601") == []
    assert found(lab, "HL001") == []


def test_the_whole_lab_may_accept() -> None:
    lab = lab_of(deployment(container={"resources": {}}))
    accept(lab, "HL601", reason="a lab for trying things out")
    assert found(lab, "HL601") == []


def test_what_another_lab_accepts_is_found() -> None:
    accept(lab_of(), "HL601", reason="a lab for trying things out")
    assert len(found(lab_of(deployment(container={"resources": {}})), "HL601")) == 1


def test_an_acceptance_that_is_not_needed() -> None:
    lab = lab_of(deployment())
    accept(app_of(lab), "HL601", reason="the vendor's image sets its own")
    assert found(lab, "HL001") == [
        "app: HL601: every_container_sets_its_resources is accepted here and finds nothing; remove the acceptance",
    ]


def test_a_reason_is_needed() -> None:
    with pytest.raises(BuildError, match="app accepts HL601 without a reason; say why it is right here"):
        accept(app_of(lab_of()), "HL601", reason=" ")


def test_a_code_that_no_rule_has() -> None:
    with pytest.raises(BuildError, match="no rule has the code 'HL999'"):
        accept(app_of(lab_of()), "HL999", reason="none")
