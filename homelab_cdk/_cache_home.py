"""Where everything is kept that can be made or fetched again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["cache_home"]


def cache_home() -> Path:
    """The folder `homelab-cdk` in the cache folder of the operating system's user, or what HOMELAB_CACHE names."""
    chosen = os.environ.get("HOMELAB_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "homelab-cdk"
