from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from homelab_cdk.checks._text import broken, suspicious
from tests.checks.looking import built, found, lab_of
from tests.labs import config_map

LOST = ["\x7f", "\x85", "\x9f", "\ufffe", "\uffff"]


@pytest.mark.parametrize("character", LOST, ids=ascii)
def test_a_character_that_kustomize_loses(character: str) -> None:
    assert found(lab_of(config_map(text=f"a{character}b")), "HL103") == [
        f"app/configmap-settings: ConfigMap app/settings: data.text holds the character U+{ord(character):04X};"
        " kustomize would change it: write it in another way, such as base64"
    ]


def test_a_key_that_looks_like_a_merge() -> None:
    assert found(lab_of(config_map(**{"<<": "a"})), "HL103") == [
        "app/configmap-settings: ConfigMap app/settings: data.<< is a key that kustomize takes for a merge, even in"
        " quotes; kustomize would change it: write it in another way, such as base64",
    ]


@pytest.mark.parametrize("key", ["k" * 1001, "é" * 501, '"' * 1001], ids=["ascii", "two bytes each", "quotes"])
def test_a_key_that_no_reader_finds_the_end_of(key: str) -> None:
    assert found(lab_of(config_map(**{key: "a"})), "HL103") == [
        f"app/configmap-settings: ConfigMap app/settings: data.{key[:60]} is a key of more than 1000 bytes; kustomize"
        " would change it: write it in another way, such as base64"
    ]


def test_text_that_survives() -> None:
    lab = lab_of(config_map(text="é\u2028\ufeff\U0001f375\ttab\nline", **{"k" * 1000: "x" * 5000, "a<<b": ""}))
    assert found(lab, "HL103") == []


@given(st.dictionaries(st.text(max_size=300) | st.sampled_from(["<<", "k" * 1001]), st.text(), max_size=4))
def test_the_quick_look_misses_nothing(data: dict[str, str]) -> None:
    lab = lab_of(config_map(**data))
    items = built(lab)
    assert {item.key for item in items.items if list(broken(item.body))} <= {item.key for item in suspicious(items)}
