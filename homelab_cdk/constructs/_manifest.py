"""One Kubernetes object."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import cdk8s
import constructs

from .._errors import BuildError
from ..model import Body, ObjectKey, ordered
from ._patch import Patch, apply_patches
from ._twin import Twin, TwinMeta

if TYPE_CHECKING:
    from ._unit_chart import UnitChart

__all__ = ["Manifest"]


class Manifest(Twin, cdk8s.ApiObject, metaclass=TwinMeta):
    """One Kubernetes object: a `cdk8s.ApiObject` around a plain dict.

    In our own writer nothing of the dict is lost. Through `app.synth()` of plain cdk8s, jsii drops map entries that are
    null and rounds integers beyond 2^53; both are reported by a rule.
    """

    def __init__(self, scope: constructs.Construct, id: str, *, body: Body) -> None:
        """Add an object.

        Args:
            scope: the component, app or chart that it belongs to.
            id: name of the construct within the scope; by habit `<kind>-<name>` in lower case.
            body: the object as it would stand in YAML; `metadata.namespace` defaults to the component's namespace for
                kinds that live in one. The dict may be changed until the tree is written.

        Raises:
            BuildError: the body has no `apiVersion`, `kind` or `metadata.name`.
        """
        _check(body, id)
        self.body = body
        self.patches: list[Patch] = []
        super().__init__(scope, id)
        owner = scope if isinstance(scope, Twin) else None
        self.unit_chart: UnitChart | None = getattr(owner, "unit_chart", None)
        if self.unit_chart is not None:
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
        return ordered(apply_patches(copy.deepcopy(self.body), self.patches) if self.patches else self.body)

    def to_json(self) -> Any:
        """The object for `app.synth()` and `Testing.synth` of plain cdk8s."""
        return _plain(self.final())

    def _twin_arguments(self) -> list[Any]:
        key = self.key
        metadata = cdk8s.ApiObjectMetadata(name=key.name, namespace=key.namespace or None)
        return [cdk8s.ApiObjectProps(api_version=str(self.body["apiVersion"]), kind=key.kind, metadata=metadata)]


def _check(body: Body, id: str) -> None:
    metadata = body.get("metadata")
    for key, value in (
        ("apiVersion", body.get("apiVersion")),
        ("kind", body.get("kind")),
        ("metadata.name", metadata.get("name") if isinstance(metadata, Mapping) else None),
    ):
        if not isinstance(value, str) or not value:
            raise BuildError(f"the manifest {id!r} has no {key}, got {value!r}; every object needs one")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
