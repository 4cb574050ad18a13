from __future__ import annotations

from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of
from tests.labs import config_map


def annotated(value: str) -> Body:
    body = config_map()
    body["metadata"]["annotations"] = {"tea": value}
    return body


def test_annotations_that_are_too_long() -> None:
    assert found(lab_of(annotated("x" * 256 * 1024)), "HL179") == [
        "app/configmap-settings: ConfigMap app/settings: its annotations take 262,147 bytes, Kubernetes takes"
        " 262,144; keep the content in a ConfigMap",
    ]


def test_letters_of_more_than_a_byte() -> None:
    assert len(found(lab_of(annotated("ä" * 128 * 1024)), "HL179")) == 1


def test_annotations_that_just_fit() -> None:
    assert found(lab_of(annotated("x" * (256 * 1024 - len("tea")))), "HL179") == []


def test_long_data() -> None:
    assert found(lab_of(config_map(tea="x" * 300 * 1024)), "HL179") == []
