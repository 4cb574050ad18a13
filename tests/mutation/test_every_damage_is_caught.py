"""The repository's own lab, damaged in every way of the tables below `kinds`: each is caught by the rule that should catch it."""

from __future__ import annotations

import pytest

from homelab_cdk._errors import HomelabError
from homelab_cdk.schemas import promql_is_here
from tests.mutation.clinic import Clinic, rule_name
from tests.mutation.damage import Damage, Refused
from tests.mutation.kinds import KINDS

WITH_DATA = {
    "every_custom_resource_fits_its_crd",
    "every_rule_of_a_crd_holds",
    "every_value_fits_its_schema",
    "every_value_is_known",
}
"""Rules that tell nothing where the CRDs and the values of the charts are not at hand."""


@pytest.mark.parametrize("damage", KINDS, ids=lambda damage: f"{damage.level}: {damage.name}")
def test_every_damage_is_caught(clinic: Clinic, damage: Damage) -> None:
    """GIVEN the lab with one kind of damage, WHEN it is checked, THEN the right rule says so, and nothing else breaks."""
    if isinstance(damage.caught_by, Refused):
        with pytest.raises(damage.caught_by.error) as refusal:
            clinic.damaged(damage)
        assert damage.caught_by.text in str(refusal.value)
        return
    if not clinic.has_schemas and WITH_DATA.intersection(damage.caught_by):
        pytest.skip("the data of real charts is not at hand")
    if "every_expression_is_promql" in damage.caught_by and not promql_is_here():
        pytest.skip("the library that reads PromQL is not installed")
    try:
        patient, new = clinic.damaged(damage)
    except HomelabError as error:
        pytest.fail(f"refused before any rule looks: {error}")
    names = {rule_name(finding) for finding in new}
    for name in damage.caught_by:
        told = [str(finding) for finding in new if rule_name(finding) == name]
        assert told, f"{name} finds nothing of it; what is found: {sorted(names) or 'nothing'}"
        wanted = [damage.about] if damage.about else patient.touched
        assert not wanted or any(word in line for word in wanted for line in told), told


def test_the_lab_itself_is_sound(clinic: Clinic) -> None:
    """GIVEN the lab as it is, WHEN it is checked, THEN no rule refuses it, so that what is found comes from the damage."""
    assert [str(finding) for finding in clinic.findings if finding.level == "error"] == []
