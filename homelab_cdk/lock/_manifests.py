"""Plain manifests in place of a chart: a kustomization and the files that it lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import _yaml_documents as _yaml
from .._errors import LockError
from ..model import ChartPin, same_version
from ._facts import RenderedObject
from ._renderer import RenderedText

__all__ = ["check_bundle_version", "manifest_texts"]

_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def manifest_texts(top: Path, paths: Sequence[str]) -> list[RenderedText]:
    """The documents of all files in some folders, as Flux reads them.

    Where a folder has a kustomization, what that lists, others' kustomizations followed; else every YAML file in it
    (source: fluxcd/pkg, kustomize).

    Raises:
        LockError: there are no manifests, or a kustomization does more than list resources.
    """
    found: list[RenderedText] = []
    for path in paths:
        folder = top / path
        # Of a single folder sources are named from there, as the folder is all that its reader knows of.
        root = folder if len(paths) == 1 else top
        texts = list(_folder(folder, root.resolve(), ()))
        if not texts:
            raise LockError(f"{folder} has no kustomization.yaml and no other manifests")
        found += texts
    return sorted(found)


def check_bundle_version(pin: ChartPin, objects: Sequence[RenderedObject]) -> None:
    """Plain manifests tell their version only by an annotation such as `gateway.networking.k8s.io/bundle-version`.

    Raises:
        LockError: one of them tells another version than the pin.
    """
    for item in objects:
        annotations = (item.body.get("metadata") or {}).get("annotations") or {}
        for name, value in annotations.items():
            if str(name).endswith("/bundle-version") and not same_version(str(value), pin.version):
                raise LockError(
                    f"{item.source} is of version {value}, the lab pins {pin};"
                    f" put {pin.version} there, or set the component's `version` to {value}"
                )


def _folder(folder: Path, top: Path, parents: tuple[Path, ...]) -> Iterator[RenderedText]:
    file = next((folder / name for name in _NAMES if (folder / name).is_file()), None)
    if file is None:
        for item in sorted(folder.iterdir()):
            if item.is_dir():
                yield from _folder(item, top, (*parents, folder.resolve()))
            elif item.suffix in (".yaml", ".yml"):
                yield from _texts(item, top)
        return
    if folder.resolve() in parents:
        raise LockError(f"{file} lists itself")
    about = _yaml.load(file.read_text(encoding="utf-8"))
    if not isinstance(about, dict):
        raise LockError(f"{file} is not a mapping")
    more = sorted(about.keys() - {"apiVersion", "kind", "resources", "metadata"})
    if more:
        raise LockError(
            f"{file} has {', '.join(map(str, more))}, and only `resources` is read; choose a folder with that alone"
        )
    for name in about.get("resources") or ():
        item = folder / str(name)
        if item.is_dir():
            yield from _folder(item, top, (*parents, folder.resolve()))
        elif item.is_file():
            yield from _texts(item, top)
        else:
            raise LockError(f"{file} lists {name}, which is not there")


def _texts(file: Path, top: Path) -> Iterator[RenderedText]:
    source = file.resolve().relative_to(top).as_posix() if file.resolve().is_relative_to(top) else file.name
    for part in _yaml.split(file.read_text(encoding="utf-8")):
        yield RenderedText(source, part.strip("\n"))
