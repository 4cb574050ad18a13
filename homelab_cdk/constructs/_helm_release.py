"""A chart, installed by Flux."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .._errors import BuildError
from ..model import Body, ChartPin, ObjectKey, Release, walk
from ._drift import DriftIgnore
from ._fact_book import KnownFacts
from ._kubernetes_yaml import write_values
from ._manifest import Manifest
from ._patch import Patch
from ._plain import plain
from ._release_bodies import release_body, source_body
from ._tree_objects import add_output
from ._unit_chart import UnitChart

__all__ = ["HelmRelease", "merge_values", "split_unset"]


class HelmRelease:
    """A release of a chart: its source and a Flux `HelmRelease`, both in the unit chart's namespace.

    An OCI chart is read through an `OCIRepository`, one of a classic repository through a `HelmRepository`. Failed
    installs and upgrades are retried and never rolled back by uninstalling; CRDs of the chart's `crds/` folder are created
    and replaced; drift is corrected.

    With `in_tree` what the chart renders stands in the tree in its place, as plain manifests (`objects`).
    """

    def __init__(
        self,
        owner: UnitChart,
        *,
        chart: ChartPin,
        values: Body,
        overrides: Mapping[str, Any] | None = None,
        name: str | None = None,
        timeout: int = 10,
        drift_ignore: tuple[DriftIgnore, ...] = (),
        after: Sequence[HelmRelease] = (),
        before_flux: bool = False,
        in_tree: bool = False,
    ) -> None:
        """Install a chart.

        Args:
            owner: the component or app that installs it.
            chart: the chart at a pinned version.
            values: the chart's values.
            overrides: values of the user, merged last: maps by key, everything else replaced; `null` unsets a default.
            name: name of the release and prefix of most of its objects; by default the owner's id.
            timeout: minutes until an install or upgrade counts as failed; by default 10.
            drift_ignore: fields that controllers own; by default the CA bundles of the chart's webhooks.
            after: releases of the same unit that must be ready first.
            before_flux: whether the cluster needs it before Flux can run; then the bootstrap installs the same release.
            in_tree: whether what the chart renders stands in the tree, in place of a HelmRelease; by default not.

        Raises:
            BuildError: the version is a range, or the name of the release is longer than Helm allows (53); or what the chart
                renders is to stand in the tree and is needed before there is a Flux to apply it.
            LockError: what the chart renders is to stand in the tree, and is not at hand.
        """
        name = name or owner.construct_id
        _check_pin(owner.path, chart)
        if len(name) > 53:
            raise BuildError(f"{owner.path}: the release name {name!r} has {len(name)} characters, Helm allows 53")
        self.owner = owner
        self.before_flux = before_flux
        self.release = Release(
            construct=owner.path if name == owner.construct_id else f"{owner.path}/{name}",
            chart=chart,
            name=name,
            namespace=owner.namespace,
            values=merge_values(values, overrides or {}),
            in_tree=in_tree,
        )
        owner.releases.append(self.release)
        owner.helm_releases.append(self)
        owner.timeout = max(owner.timeout, timeout + 5)
        self.known: KnownFacts = owner.surroundings.facts.whole(self.release)
        self._flux: tuple[Manifest, Manifest] | None = None
        self.objects: tuple[Manifest, ...] = ()
        self.patches: list[Patch] = []
        if in_tree:
            if before_flux:
                raise BuildError(
                    f"{owner.path}: the cluster needs the chart {chart.name} before Flux can run, and there only Helm can"
                    " install it; set its `delivery` to `helm`"
                )
            self.objects = add_output(owner, self.release, self.known, drift_ignore)
        else:
            self._hand_to_flux(timeout, after, drift_ignore)
        owner.network.admit_webhooks(self)
        for patch in owner.patches:
            if any(patch.matches(key) for key in self.rendered()):
                self.post_render(patch)

    @property
    def source(self) -> Manifest:
        """Where Flux reads the chart from.

        Raises:
            BuildError: what the chart renders stands in the tree.
        """
        return self._of_flux()[0]

    @property
    def manifest(self) -> Manifest:
        """The Flux object.

        Raises:
            BuildError: what the chart renders stands in the tree.
        """
        return self._of_flux()[1]

    def _of_flux(self) -> tuple[Manifest, Manifest]:
        if self._flux is None:
            raise BuildError(f"{self.release.construct} is delivered as plain manifests; it has no HelmRelease")
        return self._flux

    def _hand_to_flux(self, timeout: int, after: Sequence[HelmRelease], drift_ignore: tuple[DriftIgnore, ...]) -> None:
        owner = self.owner
        source = owner.add_manifest(source_body(self.release))
        given, unset = split_unset(self.release.values)
        manifest = owner.add_manifest(release_body(self.release, given, timeout, [item.release.name for item in after]))
        self._flux = source, manifest
        if unset:
            self._add_unset(unset)
        self._ignore(drift_ignore)
        if owner.never_pruned:
            owner.protect(source)
            owner.protect(manifest)

    def _add_unset(self, values: Body) -> None:
        """Hand over nulls in a ConfigMap: in a HelmRelease they are lost when Kubernetes merges an update."""
        name = f"{self.release.name}-unset-values"
        body = {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {
                "name": name,
                "namespace": self.release.namespace,
                "labels": {"reconcile.fluxcd.io/watch": "Enabled"},
            },
            "data": {"values.yaml": write_values(values)},
        }
        added = self.owner.add_manifest(body)
        if self.owner.never_pruned:
            self.owner.protect(added)
        spec = self.manifest.body["spec"]
        at = list(spec).index("values")
        entries = list(spec.items())
        entries.insert(at, ("valuesFrom", [{"kind": "ConfigMap", "name": name}]))
        spec.clear()
        spec.update(entries)

    def rendered(self) -> list[ObjectKey]:
        """The objects that the chart is known to render."""
        facts = self.known.facts
        workloads = [item.key for item in facts.workloads]
        services = [ObjectKey("", "Service", item.namespace, item.name) for item in facts.services]
        secrets = [ObjectKey("", "Secret", item.namespace, item.name) for item in facts.secrets]
        return [*workloads, *services, *secrets, *facts.objects]

    def post_render(self, patch: Patch) -> None:
        """Let Flux patch an object after it has rendered the chart; facts are read of the patched one."""
        if self.release.in_tree:
            for item in self.objects:
                if patch.matches(item.key) and patch not in item.patches:
                    item.add_patch(patch)
            return
        renderers = self.manifest.body["spec"].setdefault("postRenderers", [{"kustomize": {"patches": []}}])
        target = {"kind": patch.kind, "name": patch.name}
        if patch.namespace:
            target["namespace"] = patch.namespace
        operations = plain(patch.operations)
        entry = {"target": target, "patch": json.dumps(operations, ensure_ascii=False)}
        patches = renderers[0]["kustomize"]["patches"]
        if entry not in patches:
            patches.append(entry)
            self.patches.append(patch)
            self._patched({**target, "operations": operations})

    def _patched(self, patch: Body) -> None:
        before = self.release
        self.release = replace(before, patches=(*before.patches, patch))
        releases = self.owner.releases
        releases[next(index for index, item in enumerate(releases) if item is before)] = self.release

    def _ignore(self, rules: tuple[DriftIgnore, ...]) -> None:
        ignored = list(rules)
        for kind in sorted({webhook.kind for webhook in self.known.facts.webhooks}):
            configuration = f"{kind.capitalize()}WebhookConfiguration"
            count = sum(1 for item in self.known.facts.webhooks if item.kind == kind)
            paths = tuple(f"/webhooks/{number}/clientConfig/caBundle" for number in range(count))
            ignored.append(DriftIgnore(paths=paths, target={"kind": configuration}))
        if ignored:
            self.manifest.body["spec"]["driftDetection"]["ignore"] = [
                {"paths": list(rule.paths), **({"target": dict(rule.target)} if rule.target else {})}
                for rule in ignored
            ]


def merge_values(values: Mapping[str, Any], overrides: Mapping[str, Any]) -> Body:
    """Values as Helm merges them: maps by key, lists and everything else replaced, `null` kept to unset a default."""
    result: Body = plain(values)
    for key, value in overrides.items():
        known = result.get(key)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            result[key] = merge_values(known, value)
        else:
            result[key] = plain(value)
    return result


def split_unset(values: Mapping[str, Any]) -> tuple[Body, Body]:
    """Values without their nulls, and the nulls alone below the same keys; a list with a null in it goes with them."""
    given: Body = {}
    unset: Body = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            inner, nulls = split_unset(value)
            if inner or not value:
                given[key] = inner
            if nulls:
                unset[key] = nulls
        elif value is None or (isinstance(value, (list, tuple)) and any(leaf is None for _, leaf in walk(value))):
            unset[key] = value
        else:
            given[key] = value
    return given, unset


def _check_pin(path: str, chart: ChartPin) -> None:
    if not chart.version or any(mark in chart.version for mark in "*^~<>=| ") or chart.version == "latest":
        raise BuildError(
            f"{path}: the chart {chart.name} has the version {chart.version!r}; every chart is pinned to one version,"
            " such as 1.2.3"
        )
    if not chart.repository.startswith(("oci://", "https://", "http://")):
        raise BuildError(
            f"{path}: the chart {chart.name} has the repository {chart.repository!r}; write oci://… or https://…"
        )
