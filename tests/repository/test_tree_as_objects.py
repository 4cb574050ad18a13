"""The committed tree, looked at as any tree of objects is: what is sound as a lab is sound as a tree."""

from __future__ import annotations

from pathlib import Path

from homelab_cdk.checks import check, examine_tree
from homelab_cdk.order import Built


def test_the_tree_shows_no_error_that_the_lab_does_not_show(root: Path, built: Built) -> None:
    known = {(finding.code, finding.subject) for finding in check(built)}
    found = [
        str(error) for error in examine_tree(root / "generated").errors if (error.code, error.subject) not in known
    ]
    assert found == []


def test_what_the_machines_alone_apply_is_looked_at(root: Path) -> None:
    """THEN the virtual address of the API, which Flux never sees, is among what rules find something of."""
    places = {str(finding.place) for finding in examine_tree(root / "generated").findings if finding.code == "HL753"}
    assert any(place.startswith("hosts/node-1/manifests/") and "kube-vip" in place for place in places), places
