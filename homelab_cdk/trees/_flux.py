"""What a Flux Kustomization makes of its folder before it applies it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..model import Body, GroupKind, Map, at, mapping, maps
from ._kustomize import Kustomize
from ._made import Made, Making, listed
from ._variables import Variables, substituted

__all__ = ["KUSTOMIZATION", "Applied", "Source", "apply", "source_of", "variables_of"]

KUSTOMIZATION = GroupKind("kustomize.toolkit.fluxcd.io", "Kustomization")

_SUBSTITUTE = "kustomize.toolkit.fluxcd.io/substitute"

Source = tuple[str, str, str]
"""Kind, namespace and name of what a Kustomization reads."""

Look = Callable[[str, str, str], Body | None]
"""The ConfigMap or Secret of a kind, namespace and name, where the tree has it."""


@dataclass(slots=True, kw_only=True, eq=False)
class Applied:
    """What a Flux Kustomization applies.

    Attributes:
        making: what came out of kustomize.
        unknown: the names of the variables that stand for nothing known, by object.
    """

    making: Making
    unknown: dict[Made, frozenset[str]] = field(default_factory=dict)


def source_of(body: Map) -> Source:
    """What a Kustomization reads its folder from."""
    reference = at(body, "spec", "sourceRef")
    namespace = reference.get("namespace") or at(body, "metadata").get("namespace") or ""
    return str(reference.get("kind")), str(namespace), str(reference.get("name"))


def apply(kustomize: Kustomize, body: Map, folder: str, look: Look) -> Applied:
    """What a Kustomization applies of a folder.

    Args:
        kustomize: builds folders.
        body: the Kustomization.
        folder: its folder in the tree.
        look: finds what its variables are taken from.
    """
    spec = at(body, "spec")
    making = kustomize.build(folder, lambda listing: _with(listing, spec))
    common = at(spec, "commonMetadata")
    for one in making.made:
        for pairs in ("labels", "annotations"):
            if mapping(common.get(pairs)):
                one.pairs(pairs).update(common[pairs])
    applied = Applied(making=making)
    variables = variables_of(body, look)
    if variables is not None:
        for one in making.made:
            _substitute(applied, one, variables)
    return applied


def _with(listing: Map, spec: Map) -> Map:
    """A listing with what the Kustomization adds to it."""
    found = dict(listing)
    for field_ in ("components", "patches", "images"):
        if spec.get(field_):
            found[field_] = [*listed(listing, field_), *listed(spec, field_)]
    for field_ in ("namePrefix", "nameSuffix"):
        if spec.get(field_):
            found[field_] = spec[field_]
    if spec.get("targetNamespace"):
        found["namespace"] = spec["targetNamespace"]
    return found


def variables_of(body: Map, look: Look) -> Variables | None:
    """The variables of a Kustomization; nothing where it replaces none."""
    build = at(body, "spec", "postBuild")
    if not build:
        return None
    known: dict[str, str] = {}
    hidden: set[str] = set()
    is_open = False
    namespace = str(at(body, "metadata").get("namespace") or "")
    for reference in maps(build.get("substituteFrom")):
        found = look(str(reference.get("kind")), namespace, str(reference.get("name")))
        if found is None:
            is_open = True
        for key, value in _values(found or {}):
            known.pop(key, None)
            hidden.discard(key)
            if value is None:
                hidden.add(key)
            else:
                known[key] = value
    for key, value in mapping(build.get("substitute")).items():
        hidden.discard(str(key))
        known[str(key)] = _text(value)
    return Variables(known=known, hidden=frozenset(hidden), is_open=is_open)


def _values(body: Map) -> Iterator[tuple[str, str | None]]:
    for field_ in ("data", "stringData"):
        for key, value in mapping(body.get(field_)).items():
            is_open = isinstance(value, str) and body.get("kind") == "ConfigMap" and "sops" not in body
            yield str(key), value if is_open else None


def _text(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value if value is not None else "")


def _substitute(applied: Applied, one: Made, variables: Variables) -> None:
    for pairs in ("labels", "annotations"):
        if mapping(one.metadata.get(pairs)).get(_SUBSTITUTE) in ("disabled", "Disabled"):
            return
    unknown: set[str] = set()
    # A secret value is hardly the one that is written as a default.
    known = dataclasses.replace(variables, takes_defaults=one.body.get("kind") != "Secret")
    one.body = substituted(one.body, known, unknown)
    if unknown:
        applied.unknown[one] = frozenset(unknown)
