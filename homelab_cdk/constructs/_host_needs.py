"""What a component needs of the machines themselves."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["HostFile", "HostNeeds", "HostPackage"]


@dataclass(frozen=True, slots=True, order=True)
class HostPackage:
    """A package by its name for each package manager; where `dnf` or `zypper` is not given, it is that of `apt`."""

    apt: str
    dnf: str = ""
    zypper: str = ""

    def named(self, manager: str) -> str:
        """Its name for `apt`, `dnf` or `zypper`."""
        return {"dnf": self.dnf, "zypper": self.zypper}.get(manager) or self.apt


@dataclass(frozen=True, slots=True, order=True)
class HostFile:
    """A small text file on every machine.

    Attributes:
        path: where it lies; its last part is unique among the files of a lab's machines.
        content: its text, of a kind in which `#` starts a comment.
        within: a folder without which the machine does not need it, such as `/etc/NetworkManager`.
        service: a systemd service that is reloaded when it changes.
    """

    path: str
    content: str
    within: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostNeeds:
    """What the machines must have before a component's pods can run; the install scripts of the machines see to it.

    ```python
    host_needs = HostNeeds(
        packages=(HostPackage("open-iscsi", dnf="iscsi-initiator-utils"),), modules=("iscsi_tcp",), services=("iscsid",)
    )
    ```

    Attributes:
        packages: packages of the distribution.
        modules: kernel modules, loaded at once and at every boot.
        services: systemd services that run and are enabled.
        sysctls: kernel settings as name and value.
        files: further files.
    """

    packages: tuple[HostPackage, ...] = ()
    modules: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    sysctls: tuple[tuple[str, str], ...] = ()
    files: tuple[HostFile, ...] = ()
