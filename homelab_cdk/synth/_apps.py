"""The applications of a repository: Python files with `build(lab)`, and folders of plain YAML."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from pathlib import Path
from types import ModuleType

from .._errors import BuildError, HomelabError
from ..constructs import Lab, UnitChart, add_yaml_files, sources_in

__all__ = ["add_apps"]


def add_apps(lab: Lab, folder: Path) -> None:
    """Add every application of a folder, by name.

    A file `<name>.py` defines `build(lab)` and adds what it likes; what several share stands in `_<module>.py` and is
    imported by `from ._<module> import ...`. A folder `<name>/` with YAML files becomes a unit of this
    name whose objects pass through loss-free; it gets a namespace of its name unless its files bring one.

    Raises:
        BuildError: a file cannot be run, or has no `build`; the message names file and line.
    """
    with sources_in(folder):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix == ".py" and not path.name.startswith("_"):
                _run(lab, path)
            elif path.is_dir() and not path.name.startswith(("_", ".")):
                files = sorted([*path.glob("*.yaml"), *path.glob("*.yml")])
                if files:
                    _add_folder(lab, path.name, files)


def _run(lab: Lab, path: Path) -> None:
    # As tracebacks name it, which the place of a mistake is read from.
    path = path.absolute()
    name = f"apps.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise BuildError(f"{_short(path)}: this file cannot be imported as Python")
    module = importlib.util.module_from_spec(spec)
    package = ModuleType("apps")
    package.__path__ = [str(path.parent)]
    loaded = {known: sys.modules.pop(known) for known in list(sys.modules) if known.partition(".")[0] == "apps"}
    sys.modules.update({"apps": package, name: module})
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
        build = getattr(module, "build", None)
        if not callable(build):
            raise BuildError("this file defines no `build(lab)`; add one, or start its name with _")
        build(lab)
    except HomelabError as error:
        error.args = (f"{_place(error, path)}: {error}",)
        raise
    except Exception as error:
        raise BuildError(f"{_place(error, path)}: {type(error).__name__}: {error}") from error
    finally:
        sys.dont_write_bytecode = kept
        for known in [known for known in sys.modules if known.partition(".")[0] == "apps"]:
            del sys.modules[known]
        sys.modules.update(loaded)


def _place(error: BaseException, path: Path) -> str:
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return f"{_short(path)}:{error.lineno}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f"{_short(path)}:{lines[-1]}" if lines else _short(path)


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _add_folder(lab: Lab, name: str, files: list[Path]) -> None:
    chart = UnitChart(lab, name)
    manifests = add_yaml_files(chart, *files)
    if not any(item.key.kind == "Namespace" for item in manifests) and any(
        item.key.namespace == name for item in manifests
    ):
        chart.add_namespace()
