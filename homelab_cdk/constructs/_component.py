"""One system of the architecture."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, TypedDict, Unpack

import constructs

from .._errors import BuildError
from ..model import Body, ChartPin, DnsLabel
from ._component_info import ComponentInfo
from ._drift import DriftIgnore
from ._git_manifests import GitManifests
from ._helm_release import HelmRelease
from ._patch import Patch
from ._registry import register
from ._unit_chart import UnitChart

__all__ = ["CommonOptions", "Component"]


class CommonOptions(TypedDict, total=False):
    """The options that every component takes.

    Attributes:
        namespace: the namespace it lives in; by default its name, for instances with the instance's name behind it. A
            change moves everything and loses data.
        version: version of the chart; by default the one that this library was proven with.
        values: values of the chart, merged last over what the component sets; null unsets a default of the chart.
        patches: changes of single objects after everything else, each with a reason.
        delivery: who renders the chart: Flux with Helm (`helm`), or `homelab lock`, so that what the chart renders stands in
            the tree as plain manifests (`rendered`), which takes a chart without hooks; by default `helm`.
    """

    namespace: DnsLabel
    version: str
    values: Mapping[str, Any]
    patches: Sequence[Patch]
    delivery: Literal["helm", "rendered"]


class Component(UnitChart):
    """One system: a chart of manifests with a line in the catalogue.

    A subclass sets `info` and adds its objects in `__init__`, whose keyword-only parameters are its options: the JSON
    Schema, the documentation and the command line are derived from their annotations, defaults and the `Args:` of the
    docstring.
    """

    info: ClassVar[ComponentInfo]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Enter the class into the catalogue."""
        super().__init_subclass__(**kwargs)
        if "info" in cls.__dict__:
            register(cls)

    def __init__(self, scope: constructs.Construct, id: str, **common: Unpack[CommonOptions]) -> None:
        """Take a place in the tree; subclasses call this first."""
        self.layer = self.info.layer
        self.holds_data = self.info.holds_data
        self.copy_volumes = self.info.copy_volumes
        self.essential = self.info.essential
        self.host_access = self.info.host_access
        self.wide_rights = self.info.wide_rights
        self._common = common
        namespace = common.get("namespace") or self.info.namespace or id
        super().__init__(scope, id, namespace=namespace, patches=tuple(common.get("patches", ())))

    @property
    def nodes(self) -> int:
        """How many machines the lab has; replicas and quorum follow from it."""
        return len(self.surroundings.config.nodes)

    def add_chart(
        self,
        values: Body,
        *,
        chart: ChartPin | None = None,
        name: str | None = None,
        timeout: int = 10,
        drift_ignore: tuple[DriftIgnore, ...] = (),
        after: Sequence[HelmRelease] = (),
        before_flux: bool = False,
    ) -> HelmRelease:
        """Install one of the component's charts.

        Args:
            values: the chart's values.
            chart: one of `info.more_charts`, which is installed as it is; by default the component's own chart, with the
                user's `version` and `values` on top.
            name: name of the release; by default the component's name.
            timeout: minutes until an install or upgrade counts as failed; by default 10.
            drift_ignore: fields that controllers own.
            after: releases of the same component that must be ready first.
            before_flux: whether the cluster needs it before Flux can run; then the bootstrap installs the same release.
        """
        return HelmRelease(
            self,
            chart=chart or self._pin(),
            values=values,
            overrides=None if chart else self._common.get("values"),
            name=name or self.info.name,
            timeout=timeout,
            drift_ignore=drift_ignore,
            after=after,
            before_flux=before_flux,
            in_tree=self._in_tree,
        )

    @property
    def is_default(self) -> bool:
        """Whether it is the first answer to its slot, so that others take it without being asked."""
        answers = [item.id for item in self.surroundings.config.components if item.slot == self.info.slot]
        return not answers or answers[0] == self.construct_id

    @property
    def version(self) -> str:
        """The version of its own chart: the user's where one is set, else the one that this library was proven with."""
        return self._pin().version

    def add_git_manifests(
        self,
        *,
        images: Mapping[str, str] | None = None,
        patches: Sequence[Patch] = (),
        without: Sequence[tuple[str, str]] = (),
        timeout: int = 3,
        kept: bool = True,
    ) -> GitManifests:
        """Apply the component's manifests from its project's repository, at the user's `version` where one is set.

        Args:
            images: tags of images that differ from those in the repository, by the images' names.
            patches: changes of single objects.
            without: objects that are left out, each by kind and name, because something else owns them.
            timeout: minutes until what is applied must be ready; by default 3.
            kept: whether the objects stay when the component leaves the tree, as CRDs must; by default they do.
        """
        return GitManifests(
            self,
            pin=self._pin(),
            images=images,
            patches=patches,
            without=without,
            timeout=timeout,
            kept=kept,
            in_tree=self._in_tree,
        )

    @property
    def _in_tree(self) -> bool:
        return self._common.get("delivery") == "rendered"

    def _pin(self) -> ChartPin:
        pin = self.info.chart
        if pin is None:
            raise BuildError(f"{self.path}: {self.info.title} installs no chart; its `info` names none")
        version = self._common.get("version")
        return pin if version is None else dataclasses.replace(pin, version=version)
