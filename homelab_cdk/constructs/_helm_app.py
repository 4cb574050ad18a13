"""Any chart of the user's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import constructs

from ..model import ChartPin
from ._component_info import PodSecurity
from ._helm_release import HelmRelease
from ._patch import Patch
from ._unit_chart import UnitChart

__all__ = ["HelmApp"]


class HelmApp(UnitChart):
    """An application that comes as a Helm chart; proven by `homelab lock` like every component."""

    def __init__(
        self,
        scope: constructs.Construct,
        id: str,
        *,
        chart: str,
        version: str,
        repository: str,
        values: Mapping[str, Any] | None = None,
        namespace: str | None = None,
        pod_security: PodSecurity = "restricted",
        host_access: str = "",
        wide_rights: str = "",
        holds_data: bool = False,
        timeout: int = 10,
        patches: tuple[Patch, ...] = (),
        delivery: Literal["helm", "rendered"] = "helm",
    ) -> None:
        """Install a chart.

        Args:
            scope: the lab.
            id: name of the app, of its unit and of its release.
            chart: name of the chart.
            version: version of the chart; no ranges.
            repository: `oci://…` with the chart's name at the end, or the `https://…` address of a repository.
            values: values of the chart; by default the chart's own.
            namespace: by default the id.
            pod_security: Pod Security level of the namespace; by default `restricted`.
            host_access: why its pods reach into their machines, where they do.
            wide_rights: why it may read or change what is not its own in the cluster, where it may.
            holds_data: whether its removal would lose data, so that nothing of it is pruned; by default not.
            timeout: minutes until an install or upgrade counts as failed; by default 10.
            patches: changes of single objects, each with a reason.
            delivery: who renders the chart: Flux (`helm`), or `homelab lock`, so that what it renders stands in the tree as
                plain manifests (`rendered`), which takes a chart without hooks; by default `helm`.
        """
        self.holds_data = holds_data
        self.host_access = host_access
        self.wide_rights = wide_rights
        super().__init__(scope, id, namespace=namespace, patches=patches)
        self.add_namespace(pod_security=pod_security)
        pin = ChartPin(name=chart, version=version, repository=repository)
        self.helm_release = HelmRelease(
            self, chart=pin, values=dict(values or {}), timeout=timeout, in_tree=delivery == "rendered"
        )
