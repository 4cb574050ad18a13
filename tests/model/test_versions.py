from __future__ import annotations

import pytest

from homelab_cdk import _errors
from homelab_cdk.model._versions import same_version, satisfies


@pytest.mark.parametrize(
    ("constraint", "holds"),
    [
        (">= 1.22.0-0", True),
        (">=1.25.0-0", True),
        (">= 1.36", True),
        ("> 1.36", False),
        ("> 1.35", True),
        ("< 1.36.0", False),
        ("<= 1.36", True),
        ("<= 1.35", False),
        (">= 1.22.0-0 < 1.36.0-0", False),
        (">= 1.22.0, < 1.37.0", True),
        ("^1.20.0", True),
        ("^2", False),
        ("~1.36.0", True),
        ("~1.35", False),
        ("1.36.x", True),
        ("1.x", True),
        ("*", True),
        ("", True),
        ("!= 1.36.x", False),
        ("1.30 - 1.36", True),
        ("1.30.0 - 1.35.0", False),
        ("< 1.30 || >= 1.36", True),
        ("< 1.30 || > 1.36", False),
        ("v1.36.0", True),
    ],
)
def test_a_constraint_reads_as_in_helm(constraint: str, holds: bool) -> None:
    assert satisfies("1.36.0", constraint) is holds


def test_a_caret_below_one_keeps_the_first_number_that_is_not_zero() -> None:
    assert satisfies("0.3.9", "^0.3.1")
    assert not satisfies("0.4.0", "^0.3.1")


def test_a_constraint_that_cannot_be_read_is_quoted() -> None:
    with pytest.raises(_errors.LockError, match=r"the version constraint '>= one' cannot be read"):
        satisfies("1.36.0", ">= one")


def test_a_leading_v_makes_no_difference() -> None:
    assert same_version("v1.2.3", "1.2.3")
    assert not same_version("1.2.3", "1.2.4")
