"""The packages are layers: each imports from those below it, never upward or sideways."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "homelab_cdk"

LAYERS = (
    {"commands", "docs"},
    {"advice"},
    {"synth"},
    {"checks", "config"},
    {"lock"},
    {"changes"},
    {"rollout"},
    {"hosts"},
    {"bootstrap"},
    {"capacity"},
    {"trees"},
    {"order"},
    {"components"},
    {"constructs"},
    {"schemas"},
    {"model"},
    {"_cache_home", "_whole_file", "_yaml_documents"},
    {"_node", "_yaml_dialect"},
    {"_errors"},
)
"""From the top down. What stands in one layer does not know each other."""

HEIGHT = {name: -number for number, layer in enumerate(LAYERS) for name in layer}


def parts_of(root: Path) -> set[str]:
    """The packages and modules right below `homelab_cdk`."""
    return {path.stem for path in (root / PACKAGE).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}


def imported(node: ast.AST, package: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The full names of the modules, or names of modules, that a statement imports."""
    if isinstance(node, ast.Import):
        return [tuple(alias.name.split(".")) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = package[: len(package) - node.level + 1] if node.level else ()
        module = (*base, *(node.module.split(".") if node.module else ()))
        return [(*module, alias.name) for alias in node.names]
    return []


def imports(root: Path) -> Iterator[tuple[str, str, str]]:
    """Every import between two parts, also for the type checker alone: who imports, what, and where it is written."""
    parts = parts_of(root)
    for path in sorted((root / PACKAGE).rglob("*.py")):
        package = path.relative_to(root).parent.parts
        part = package[1] if len(package) > 1 else path.stem
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in imported(node, package):
                if len(name) > 1 and name[0] == PACKAGE and name[1] in parts - {part}:
                    yield part, name[1], f"{path.relative_to(root)}:{getattr(node, 'lineno', 0)}"


def test_every_part_has_a_layer(root: Path) -> None:
    # `__init__` hands out names of any layer when they are asked for.
    assert parts_of(root) - {"__init__"} - {"facts"} == set(HEIGHT)


def test_imports_point_down(root: Path) -> None:
    upward = [
        f"{place}: {part} imports {other}"
        for part, other, place in imports(root)
        if part != "__init__" and HEIGHT[other] >= HEIGHT[part]
    ]
    assert upward == []


def test_imports_are_found(root: Path) -> None:
    found = {(part, other) for part, other, _ in imports(root)}
    # One of a module by a relative import, one of a package, one inside a function, one for the type checker.
    assert {("_node", "_errors"), ("order", "model"), ("synth", "checks"), ("commands", "lock")} <= found
