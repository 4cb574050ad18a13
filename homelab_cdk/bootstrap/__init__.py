"""The first minutes: what is installed before there is a Flux that could install it."""

from __future__ import annotations

from ._files import file_of, machine_files
from ._helm_chart import UNMANAGED
from ._kube_vip import kube_vip_objects
from ._set import SMALL, BootstrapObject, BootstrapSet, bootstrap_set, flux_of
from ._steps import WORKSTATION, Step, bootstrap_steps

__all__ = [
    "SMALL",
    "UNMANAGED",
    "WORKSTATION",
    "BootstrapObject",
    "BootstrapSet",
    "Step",
    "bootstrap_set",
    "bootstrap_steps",
    "file_of",
    "flux_of",
    "kube_vip_objects",
    "machine_files",
]
