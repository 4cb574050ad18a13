from __future__ import annotations

import pytest

from homelab_cdk.checks._images import why_not_pinned
from tests.checks.looking import deployment, found, lab_of


def test_the_tag_latest() -> None:
    assert found(lab_of(deployment(container={"image": "nginx:latest"})), "HL706") == [
        "app/deployment-web: Deployment.apps app/web: the image nginx:latest of the container web has the tag"
        " latest, which moves; write the tag of one version, or a digest",
    ]


def test_no_tag() -> None:
    assert found(lab_of(deployment(container={"image": "registry.example.com:5000/web"})), "HL706") == [
        "app/deployment-web: Deployment.apps app/web: the image registry.example.com:5000/web of the container web"
        " has no tag; write the tag of one version, or a digest",
    ]


def test_no_image() -> None:
    assert found(lab_of(deployment(container={"image": None})), "HL706") == [
        "app/deployment-web: Deployment.apps app/web: the container web has no image, got None; write one with a tag",
    ]


@pytest.mark.parametrize("image", ["nginx:1.27", "localhost:5000/web:1", f"nginx@sha256:{'0' * 64}", "nginx:latest-1"])
def test_pinned_images(image: str) -> None:
    assert why_not_pinned(image) == ""
