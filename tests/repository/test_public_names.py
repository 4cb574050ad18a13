"""What a module offers is what its `__all__` says; the linter keeps that sorted and without names that do not exist."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "homelab_cdk"
MODULES = {
    str(path.relative_to(PACKAGE)): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}


def offered(module: ast.Module) -> set[str] | None:
    for node in module.body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]:
            return set(ast.literal_eval(node.value))
    return None


def public_names(module: ast.Module) -> set[str]:
    """Functions and classes that are defined here, and in an `__init__` what comes from the package's own modules."""
    names: set[str] = set()
    for node in module.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom) and node.level == 1:
            names.update(alias.asname or alias.name for alias in node.names)
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("name", [name for name in MODULES if name.endswith("__init__.py") and name != "__init__.py"])
def test_a_package_offers_all_that_it_brings_together(name: str) -> None:
    module = MODULES[name]
    assert public_names(module) <= (offered(module) or set())


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__init__.py")])
def test_a_module_offers_all_that_is_not_private(name: str) -> None:
    module = MODULES[name]
    names = offered(module)
    if names is not None:
        defined = {node.name for node in module.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
        assert {each for each in defined if not each.startswith("_")} <= names
