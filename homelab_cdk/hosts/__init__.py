"""The machines: the configuration of k3s on each of them, and the script that puts it in place."""

from __future__ import annotations

from ._render import render_hosts

__all__ = ["render_hosts"]
