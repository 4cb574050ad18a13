"""The commands `homelab` and `homelab-synth`: what a person types.

Nothing in here is imported before it is needed, so that `--help` answers at once: the group knows its commands by
name only, and each command imports the library when it runs.
"""

from __future__ import annotations

__all__ = ["main", "synth_main"]


def main() -> None:
    """Run `homelab`."""
    from ._group import homelab

    homelab(prog_name="homelab")


def synth_main() -> None:
    """Run `homelab-synth`."""
    from ._synth import synth

    synth(prog_name="homelab-synth")
