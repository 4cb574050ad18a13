"""Small labs with one release of which these facts are known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import ChartFacts, LabConfig, Lock
from tests.labs import PIN, locked


def lab_of_release(
    facts: ChartFacts, *, lock: Lock | None = None, config: LabConfig | None = None, **options: Any
) -> Lab:
    """A lab with the app `tea`, a release of `operator 1.2.3`."""
    lab = Lab(config or LabConfig.sample(), lock=lock or locked({"tea": facts}))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, **options)
    return lab


def of_another_minor(facts: ChartFacts) -> Lock:
    """A lock that was made for an older Kubernetes than that of the lab."""
    lock = locked({"tea": facts})
    return Lock(entries={name: replace(entry, kubernetes="1.35.0") for name, entry in lock.entries.items()})
