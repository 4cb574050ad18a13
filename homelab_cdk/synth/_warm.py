"""Importing cdk8s while there is other work: most of the time it waits for Node.js to start."""

from __future__ import annotations

import importlib
import sys
import threading

from .._node import use_node

__all__ = ["warm_up"]

_MEANWHILE = (
    "jsonschema",
    "yaml",
    "importlib.metadata",
    "homelab_cdk.config",
    "homelab_cdk.synth._yaml",
    "homelab_cdk.synth._tree",
)
"""What a run imports without needing cdk8s; of ours nothing that imports constructs."""


def warm_up() -> None:
    """Import what a run needs, cdk8s in a thread beside the rest.

    What goes wrong in the thread is raised by the next import of cdk8s, where it belongs.
    """
    use_node()
    if "cdk8s" in sys.modules:
        return
    # jsii alone starts nothing; in the thread it would share the interpreter with the other imports, and Node.js, which the
    # first package starts, would begin later.
    _import_quietly("jsii")
    thread = threading.Thread(target=_import_quietly, args=("cdk8s",), name="import cdk8s")
    thread.start()
    for name in _MEANWHILE:
        _import_quietly(name)
    thread.join()


def _import_quietly(name: str) -> None:
    try:
        importlib.import_module(name)
    except Exception:  # the import that follows in the main thread tells it with its own words
        sys.modules.pop(name, None)
