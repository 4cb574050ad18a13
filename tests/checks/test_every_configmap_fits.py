from __future__ import annotations

from tests.checks.looking import found, lab_of
from tests.labs import config_map

MIB = 1024 * 1024


def test_more_than_a_mebibyte() -> None:
    assert found(lab_of(config_map(text="é" * (MIB // 2), more="x")), "HL104") == [
        "app/configmap-settings: ConfigMap app/settings: its values take 1,048,577 bytes, Kubernetes takes"
        " 1,048,576; split it, or keep the content elsewhere",
    ]


def test_just_a_mebibyte() -> None:
    assert found(lab_of(config_map(text="x" * MIB)), "HL104") == []
