"""A generated credential is made once, and outlives the object that made it."""

from __future__ import annotations

from collections.abc import Iterator

from ..order import Built
from ._read import Map, at, mapping, maps
from ._rule import Found, Hit, rule

_GROUP = "external-secrets.io"


@rule(
    "HL770",
    "every_generated_credential_is_kept",
    local=True,
    example="""
 apiVersion: external-secrets.io/v1
 kind: ExternalSecret
 metadata: {name: login, namespace: credentials}
 spec:
-  target: {name: login}
+  refreshPolicy: CreatedOnce
+  target: {name: login, creationPolicy: Orphan}
   dataFrom:
     - sourceRef: {generatorRef: {apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, name: login}}
""",
    says="""
ExternalSecret.external-secrets.io credentials/login: spec.refreshPolicy is Periodic, so that its
values are drawn anew; write CreatedOnce

ExternalSecret.external-secrets.io credentials/login: spec.target.creationPolicy is Owner, so that
the Secret is deleted with it; write Orphan
""",
)
def every_generated_credential_is_kept(built: Built) -> Found:
    """A generated credential is made once, and outlives the object that made it.

    Each ExternalSecret that draws values from a generator does so once (`refreshPolicy: CreatedOnce`) and does not own the Secret
    (`creationPolicy: Orphan`, `deletionPolicy: Retain`). Otherwise a password is another one every hour, or is gone with its
    object, and whoever has the old one is locked out of the data.
    """
    for item in built.of(_GROUP, "ExternalSecret"):
        spec = at(item.body, "spec")
        drawn = any("generatorRef" in mapping(entry.get("sourceRef")) for entry in maps(spec.get("dataFrom")))
        for reason, fix in _problems(spec) if drawn else ():
            yield Hit.of(item, reason, fix)


def _problems(spec: Map) -> Iterator[tuple[str, str]]:
    policy, interval = spec.get("refreshPolicy", "Periodic"), str(spec.get("refreshInterval", "1h"))
    if policy == "Periodic" and interval.strip("0hms") or policy not in ("Periodic", "CreatedOnce"):
        yield f"spec.refreshPolicy is {policy}, so that its values are drawn anew", "write CreatedOnce"
    target = at(spec, "target")
    if target.get("creationPolicy", "Owner") != "Orphan":
        yield (
            f"spec.target.creationPolicy is {target.get('creationPolicy', 'Owner')}, so that the Secret is deleted with it",
            "write Orphan",
        )
    if target.get("deletionPolicy", "Retain") != "Retain":
        yield f"spec.target.deletionPolicy is {target['deletionPolicy']}", "write Retain"
