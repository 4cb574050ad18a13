"""The exceptions of homelab_cdk.

```
HomelabError                  anything this library refuses, with a message for people
├── ConfigError               homelab.yaml is not valid; carries every problem of the file
├── BuildError                a construct was given something it cannot build from
│   ├── AddressError          a text is no address, network or range of them (in `homelab_cdk.model`)
│   └── CapabilityError       something is required that nothing provides, or two provide
├── OrderError                the units cannot be put into an order (a cycle, a missing owner)
├── CheckError                rules found errors in the built lab
├── LockError                 a chart cannot be fetched, rendered or proven
└── WriteError                the output cannot be written as asked
    ├── BusyError             another run holds the repository
    └── HandEditedError       a generated file was changed by hand
```

Every message says where, what is wrong, what was got, what is allowed and how to fix it, starts in lower case and ends without a
full stop. `exit_code` is what a command ends with: 1 for findings and drift, 2 for bad input.
"""

from __future__ import annotations

__all__ = [
    "BuildError",
    "BusyError",
    "CapabilityError",
    "CheckError",
    "ConfigError",
    "HandEditedError",
    "HomelabError",
    "LockError",
    "OrderError",
    "WriteError",
]


class HomelabError(Exception):
    """Anything this library refuses; its text is meant for people."""

    exit_code = 2


class ConfigError(HomelabError):
    """`homelab.yaml` is not valid.

    `problems` holds every problem of the file, each a complete line `file:line:column: ...`, in the order of the file.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class BuildError(HomelabError):
    """A construct was given something it cannot build from."""


class CapabilityError(BuildError):
    """Something is required that nothing in the lab provides, or that several provide and none was chosen."""


class OrderError(HomelabError):
    """The units cannot be put into an order."""

    exit_code = 1


class CheckError(HomelabError):
    """Rules found errors in the built lab."""

    exit_code = 1


class LockError(HomelabError):
    """A chart cannot be fetched, rendered or proven."""

    exit_code = 1


class WriteError(HomelabError):
    """The output cannot be written as asked."""

    exit_code = 1


class BusyError(WriteError):
    """Another run holds the repository."""


class HandEditedError(WriteError):
    """A generated file was changed by hand and `--force` was not given."""
