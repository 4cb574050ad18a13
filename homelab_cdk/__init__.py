"""A home lab as code: from one `homelab.yaml` to a GitOps repository whose every claim was proven.

The names below are imported when they are first asked for, so that `import homelab_cdk` starts nothing. Each system is a
construct in a module of its own: `from homelab_cdk.components.metallb import MetalLB`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._errors import HomelabError as HomelabError
    from .constructs import (
        Component as Component,
        ComponentInfo as ComponentInfo,
        HelmApp as HelmApp,
        Lab as Lab,
        Manifest as Manifest,
        Patch as Patch,
        UnitChart as UnitChart,
        WebApp as WebApp,
        add_yaml_files as add_yaml_files,
    )
    from .model import LabConfig as LabConfig

__version__ = "0.1.0"

_HOMES = {
    "Component": "constructs",
    "ComponentInfo": "constructs",
    "HelmApp": "constructs",
    "HomelabError": "_errors",
    "Lab": "constructs",
    "LabConfig": "model",
    "Manifest": "constructs",
    "Patch": "constructs",
    "UnitChart": "constructs",
    "WebApp": "constructs",
    "add_yaml_files": "constructs",
}

__all__ = [
    "Component",
    "ComponentInfo",
    "HelmApp",
    "HomelabError",
    "Lab",
    "LabConfig",
    "Manifest",
    "Patch",
    "UnitChart",
    "WebApp",
    "__version__",
    "add_yaml_files",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if _HOMES[name] == "constructs":
        from ._node import use_node

        use_node()
    value: object = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
