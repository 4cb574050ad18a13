"""Any name becomes a path segment that is valid and unique on any disk."""

from __future__ import annotations

import string
from hashlib import sha256

import pytest
from hypothesis import given, strategies as st

from homelab_cdk.synth._tree import safe_segment
from homelab_cdk.synth._tree._paths import check_segment, fold

# Few characters, so that names which nearly collide are common.
NAMES = st.one_of(st.text(alphabet="aAbB:.-%3aüÜ\u0308 ", max_size=6), st.text(max_size=300))


@pytest.mark.parametrize(
    ("name", "segment"),
    [
        ("cert-manager", "cert-manager"),
        ("v1.apps.example.com", "v1.apps.example.com"),
        ("under_score", "under_score"),
        ("system:auth", "system%3aauth"),
        ("getNodes", "get%4eodes"),
        ("100%", "100%25"),
        ("", "%"),
        ("..", "%2e%2e"),
        (".git", "%2egit"),
        ("-x", "%2dx"),
        ("aux", "%61ux"),
        ("con.yaml", "%63on.yaml"),
        ("console", "console"),
        ("ü", "%c3%bc"),
        ("a" * 180, "a" * 180),
    ],
)
def test_names_stay_readable(name: str, segment: str) -> None:
    assert safe_segment(name) == segment


def test_a_long_name_ends_in_its_hash() -> None:
    assert safe_segment("a" * 181) == "a" * 146 + "%-" + sha256(b"a" * 181).hexdigest()[:32]


@given(NAMES)
def test_a_segment_is_valid_on_any_disk(name: str) -> None:
    segment = safe_segment(name)

    assert check_segment(segment) is None
    assert check_segment(f"configmap-{segment}.yaml") is None
    assert set(segment) <= set(string.ascii_lowercase + string.digits + "-_.%")


@given(NAMES, NAMES, st.integers(40, 250))
def test_different_names_have_segments_that_differ_on_any_disk(one: str, two: str, limit: int) -> None:
    same = fold(safe_segment(one, limit=limit)) == fold(safe_segment(two, limit=limit))

    assert same == (one == two)


@given(st.text(alphabet="aA:%", min_size=20, max_size=80), st.integers(40, 60))
def test_a_long_name_is_cut_between_characters_to_the_limit(name: str, limit: int) -> None:
    segment = safe_segment(name, limit=limit)

    assert len(segment) <= limit
    readable = segment.partition("%-")[0]
    assert safe_segment(name, limit=1000).startswith(readable)
    assert all(len(escape) >= 2 for escape in readable.split("%")[1:])
