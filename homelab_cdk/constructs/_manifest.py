"""One Kubernetes object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import cdk8s
import constructs

from .._errors import BuildError
from ..model import BUILT_IN_GROUPS, CLUSTER_SCOPED, Body, GroupKind, ObjectKey, ordered
from ._patch import Patch, apply_patches
from ._plain import plain
from ._source import Source, calling_line
from ._twin import Twin, TwinMeta

if TYPE_CHECKING:
    from ._unit_chart import UnitChart

__all__ = ["Manifest", "check_body"]


class Manifest(Twin, cdk8s.ApiObject, metaclass=TwinMeta):
    """One Kubernetes object: a `cdk8s.ApiObject` around a plain dict.

    In our own writer nothing of the dict is lost. Through `app.synth()` of plain cdk8s, jsii drops map entries that are
    null and rounds integers beyond 2^53; both are reported by a rule.
    """

    def __init__(
        self, scope: constructs.Construct, id: str, *, body: Body, observes: bool = False, source: Source = None
    ) -> None:
        """Add an object.

        Args:
            scope: the component, app or chart that it belongs to.
            id: name of the construct within the scope; by habit `<kind>-<name>` in lower case.
            body: the object as it would stand in YAML. `metadata.namespace` defaults to the chart's namespace for the
                kinds of Kubernetes itself that live in one; custom resources name theirs. The dict may be changed until
                the tree is written.
            observes: whether it only watches what runs, so that nobody ever has to wait for it.
            source: the file and line that it comes from; by default the line of an application that led here.

        Raises:
            BuildError: the body has no `apiVersion`, `kind` or `metadata.name`, or the scope is the lab itself.
        """
        check_body(body, f"the manifest {id!r}")
        self.body = body
        self.observes = observes
        self.source = source or calling_line()
        self.patches: list[Patch] = []
        self.unit_chart: UnitChart | None = getattr(scope, "unit_chart", None) if isinstance(scope, Twin) else None
        if self.unit_chart is not None:
            _place(body, self.unit_chart.namespace)
        elif isinstance(scope, Twin):
            raise BuildError(f"the manifest {id!r} stands in the lab itself; add it to an app or a `UnitChart`")
        super().__init__(scope, id)
        if self.unit_chart is not None:
            self.patches.extend(patch for patch in self.unit_chart.patches if patch.matches(self.key))
            self.unit_chart.manifests.append(self)

    @property
    def key(self) -> ObjectKey:
        """What identifies the object in the cluster."""
        return ObjectKey.of(self.body)

    def add_patch(self, patch: Patch) -> None:
        """Change the written object by JSON6902 operations, after everything else."""
        self.patches.append(patch)

    def final(self) -> Body:
        """The object as it is written: patched, with its keys in reading order."""
        return ordered(apply_patches(plain(self.body), self.patches) if self.patches else self.body)

    def to_json(self) -> Any:
        """The object for `app.synth()` and `Testing.synth` of plain cdk8s."""
        return plain(self.final())

    def _twin_arguments(self) -> list[Any]:
        key = self.key
        metadata = cdk8s.ApiObjectMetadata(name=key.name, namespace=key.namespace or None)
        return [cdk8s.ApiObjectProps(api_version=str(self.body["apiVersion"]), kind=key.kind, metadata=metadata)]


def check_body(body: Body, what: str) -> None:
    """Refuse what is no Kubernetes object; `what` says to people which one it is.

    Raises:
        BuildError: there is no `apiVersion`, `kind` or `metadata.name`.
    """
    metadata = body.get("metadata")
    for key, value in (
        ("apiVersion", body.get("apiVersion")),
        ("kind", body.get("kind")),
        ("metadata.name", metadata.get("name") if isinstance(metadata, Mapping) else None),
    ):
        if not isinstance(value, str) or not value:
            raise BuildError(f"{what} has no {key}, got {value!r}; every object needs one")


def _place(body: Body, namespace: str) -> None:
    kind = GroupKind.of(body)
    if kind.group in BUILT_IN_GROUPS and kind not in CLUSTER_SCOPED:
        body["metadata"].setdefault("namespace", namespace)
