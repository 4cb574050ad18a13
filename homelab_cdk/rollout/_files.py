"""What a repository says as it is written: out of the text of its files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath
from typing import Any

import yaml

from .._errors import BuildError
from .._yaml_dialect import Loader
from ..model import Body
from ._data import Machines

__all__ = ["folders_of", "machines_of"]

_LISTING = "kustomization.yaml"
_HOST = re.compile(r"generated/hosts/[^/]+/config\.yaml")


def folders_of(files: Mapping[str, str]) -> dict[str, list[Body]]:
    """What Flux applies of each folder with a `kustomization.yaml`, as kustomize reads it.

    Args:
        files: the text of each file by its path in the repository.

    Raises:
        BuildError: a folder lists a file that is not there.
    """
    found: dict[str, list[Body]] = {}
    for path, content in files.items():
        folder, _, name = path.rpartition("/")
        if name == _LISTING:
            found[folder] = _listed(files, path, content)
    return found


def machines_of(files: Mapping[str, str]) -> Machines | None:
    """What k3s brings along by the configuration of its servers; nothing where no machine has one.

    Args:
        files: the text of each file by its path in the repository.
    """
    configurations = [item for path, content in files.items() if _HOST.fullmatch(path) for item in _read(content)]
    if not configurations:
        return None
    disabled = {name for item in configurations for name in item.get("disable") or ()}
    return Machines(
        network=all(item.get("flannel-backend") != "none" for item in configurations),
        packaged=Machines().packaged - disabled,
    )


def _listed(files: Mapping[str, str], path: str, content: str) -> list[Body]:
    objects: list[Body] = []
    for listing in _read(content):
        for entry in listing.get("resources") or ():
            target = normpath(join(dirname(path), str(entry)))
            if f"{target}/{_LISTING}" in files:
                objects += _listed(files, f"{target}/{_LISTING}", files[f"{target}/{_LISTING}"])
            elif target in files:
                objects += _read(files[target])
            else:
                raise BuildError(f"{path} lists {entry}, and there is no {target}; run homelab-synth")
    return objects


def _read(content: str) -> list[dict[str, Any]]:
    return [item for item in yaml.load_all(content, Loader) if isinstance(item, dict)]
