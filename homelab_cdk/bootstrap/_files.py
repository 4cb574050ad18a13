"""What the objects of the bootstrap set are called on disk."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..model import Body, ObjectKey
from ._set import BootstrapObject, BootstrapSet

__all__ = ["file_of", "machine_files"]


def machine_files(bootstrap: BootstrapSet) -> Mapping[str, Body]:
    """The auto-deploy manifests of the first server by file name, in the order in which k3s reads them.

    k3s makes an `AddOn` of each file, named after it up to its first dot, and applies them in the order of their names
    (source: `pkg/deploy/controller.go` of k3s). So the names have a number, and neither dots nor underscores within;
    `homelab-` tells them from everybody else's.
    """
    return {
        f"homelab-{number:02}-{_slug(ObjectKey.of(item.body))}.yaml": item.body
        for number, item in enumerate(bootstrap.machine, start=1)
    }


def file_of(item: BootstrapObject) -> str:
    """The file in `flux/` of what a person applies: the object, or the values of a release that Helm installs."""
    if item.key is not None:
        return f"{_slug(item.key)}.yaml"
    assert item.release is not None
    return f"values-{item.release.name}.yaml"


def _slug(key: ObjectKey) -> str:
    return re.sub(r"[^a-z0-9]+", "-", f"{key.kind}-{key.name}".lower()).strip("-")
