from __future__ import annotations

from tests.checks.looking import found, lab_of
from tests.labs import config_map

MIB = 1024 * 1024


def test_more_than_a_mebibyte() -> None:
    assert found(lab_of(config_map(text="é" * (MIB // 2), more="x")), "HL104") == [
        "app/configmap-settings: ConfigMap app/settings: its values take 1,048,577 bytes, of which data.text takes"
        " 1,048,576, and Kubernetes takes 1,048,576; have the program fetch data.text from elsewhere, or put it into the"
        " image",
    ]


def test_many_values() -> None:
    [finding] = found(lab_of(config_map(**{f"part-{number}": "x" * (MIB // 4) for number in range(5)})), "HL104")
    assert finding.endswith("spread its keys over several ConfigMaps")


def test_just_a_mebibyte() -> None:
    assert found(lab_of(config_map(text="x" * MIB)), "HL104") == []
