"""What somebody wants is let through, by object and by what happens to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.changes import difference_of
from homelab_cdk.checks import accept, check_changes
from homelab_cdk.constructs import Lab
from homelab_cdk.model import Acceptance, Place
from tests.changes.pair import read_pair

PAIR = read_pair(Path(__file__).parent / "pairs/dangers/claim-leaves-the-tree.yaml")


def codes(object_: str, change: str = "delete") -> list[str]:
    wanted = Acceptance(object=object_, change=change, reason="moved", place=Place("homelab.yaml", 7, 5))
    return [item.code for item in check_changes(difference_of(PAIR.before, PAIR.after), [wanted])]


@pytest.mark.parametrize("written", ["PersistentVolumeClaim media/library", "PersistentVolumeClaim  media/library"])
def test_an_object_by_kind_namespace_and_name(written: str) -> None:
    assert codes(written) == []


@pytest.mark.parametrize(
    "written",
    [
        "PersistentVolumeClaim library",
        "PersistentVolumeClaim media/other",
        "PersistentVolume media/library",
        "PersistentVolumeClaim.apps media/library",
    ],
)
def test_another_object_is_another(written: str) -> None:
    assert codes(written) == ["HL869", "HL850"]


def test_another_change_is_another() -> None:
    assert codes("PersistentVolumeClaim media/library", "recreate") == ["HL869", "HL850"]


def test_one_that_nobody_asks_for_is_told_with_its_place() -> None:
    wanted = Acceptance(object="Namespace tea", change="orphan", reason="old", place=Place("homelab.yaml", 7, 5))
    [finding] = check_changes(None, [wanted])
    assert str(finding) == (
        "warning HL869 homelab.yaml:7:5: lab: Namespace tea: nobody asks whether it may be left behind any more; remove"
        " this entry of `accept` from homelab.yaml"
    )


def test_python_cannot_accept_a_change() -> None:
    with pytest.raises(BuildError, match=r"^HL850 looks at changes of the tree; accept one by its object"):
        accept(Lab(), "HL850", reason="it is meant")
