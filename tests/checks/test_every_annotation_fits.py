from __future__ import annotations

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of
from tests.labs import config_map


def annotated(value: str) -> Body:
    body = config_map()
    body["metadata"]["annotations"] = {"tea": value}
    return body


def test_annotations_that_are_too_long() -> None:
    assert found(lab_of(annotated("x" * 256 * 1024)), "HL179") == [
        "app/configmap-settings: ConfigMap app/settings: its annotations take 262,147 bytes, and Kubernetes takes"
        " 262,144; keep what tea holds in a ConfigMap, or write a checksum of it",
    ]


def test_annotations_of_pods_that_are_too_long() -> None:
    body = deployment()
    body["spec"]["template"]["metadata"]["annotations"] = {"config": "x" * 256 * 1024, "a": "b"}
    assert found(lab_of(body), "HL179") == [
        "app/deployment-web: Deployment.apps app/web: the annotations of its pods take 262,152 bytes, of which config"
        " takes 262,150, and Kubernetes takes 262,144; keep what config holds in a ConfigMap, or write a checksum of it",
    ]


def test_letters_of_more_than_a_byte() -> None:
    assert len(found(lab_of(annotated("ä" * 128 * 1024)), "HL179")) == 1


def test_annotations_that_just_fit() -> None:
    assert found(lab_of(annotated("x" * (256 * 1024 - len("tea")))), "HL179") == []


def test_long_data() -> None:
    assert found(lab_of(config_map(tea="x" * 300 * 1024)), "HL179") == []
