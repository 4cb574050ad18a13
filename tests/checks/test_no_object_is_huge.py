from __future__ import annotations

from tests.checks.looking import found, lab_of, thing, with_crds
from tests.labs import config_map


def test_more_than_a_megabyte() -> None:
    assert found(lab_of(config_map(text="x" * 1_000_000)), "HL105") == [
        "app/configmap-settings: ConfigMap app/settings: it takes 1,000,106 bytes, and more than 1,000,000 come"
        " close to the 1.5 MiB that etcd takes; spread its keys over several ConfigMaps",
    ]


def test_another_kind() -> None:
    body = thing("tea.example.com/v1", "Pot", spec={"text": "x" * 1_000_000})
    [finding] = found(with_crds(lab_of(body), "tea.example.com", "Pot"), "HL105")
    assert finding.endswith("split it into several objects, or leave long texts out")


def test_less() -> None:
    assert found(lab_of(config_map(text="x" * 999_000)), "HL105") == []
