from __future__ import annotations

from tests.checks.looking import found, lab_of
from tests.labs import config_map


def test_more_than_a_megabyte() -> None:
    assert found(lab_of(config_map(text="x" * 1_000_000)), "HL105") == [
        "app/configmap-settings: ConfigMap app/settings: it takes 1,000,106 bytes, more than 1,000,000 come close to"
        " what etcd takes; split it",
    ]


def test_less() -> None:
    assert found(lab_of(config_map(text="x" * 999_000)), "HL105") == []
