"""The commands `homelab` and `homelab-synth`: what a person types.

Nothing in here is imported before it is needed, so that `--help` answers at once: the group knows its commands by
name only, and each command imports the library when it runs.
"""

from __future__ import annotations

import gc
import sys

__all__ = ["main", "synth_main"]


def main() -> None:
    """Run `homelab`."""
    _tolerate_any_locale()
    from ._group import homelab

    homelab(prog_name="homelab")


def synth_main() -> None:
    """Run `homelab-synth`."""
    _tolerate_any_locale()
    # The process ends with the run, and what the run builds lives as long: a collection, also the one at the end of the
    # process, walks all of it and frees next to nothing.
    gc.disable()
    from ._synth import synth

    synth(prog_name="homelab-synth")


def _tolerate_any_locale() -> None:
    """Escape what the terminal's encoding does not have, where Python would fail half way through the output."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
