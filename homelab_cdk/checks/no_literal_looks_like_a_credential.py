"""Credentials come by reference."""

from __future__ import annotations

from ..order import Built, Item
from ._credential_words import literals
from ._pods import workloads
from ._read import at, containers, mapping, maps, pod_spec
from ._rule import Found, Hit, rule


@rule(
    "HL705",
    "no_literal_looks_like_a_credential",
    level="warning",
    local=True,
    example="""
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   template:
     spec:
       containers:
         - name: web
           image: registry.example.com/web:1.2.3
           env:
             - name: ADMIN_PASSWORD
-              value: correct horse battery
+              valueFrom: {secretKeyRef: {name: admin, key: password}}
""",
    says="""
Deployment.apps web/web: env ADMIN_PASSWORD of the container web looks like a credential written
out; take it from a Secret (`secretKeyRef`, the chart's existingSecret), declared with
`CredentialStore.declare`
""",
)
def no_literal_looks_like_a_credential(built: Built) -> Found:
    """Credentials come by reference.

    No environment variable, value of a chart or entry of a ConfigMap that is named for a password, token or key
    holds a literal, and no address holds a user's password.
    """
    for item in workloads(built):
        for container in containers(pod_spec(item)):
            for entry in maps(container.get("env")):
                if any(literals([entry])):
                    place = f"env {entry.get('name')} of the container {container.get('name')}"
                    yield _hit(item, place)
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        for place in literals(mapping(at(item.body, "spec").get("values"))):
            yield _hit(item, f"spec.values.{place}")
    for item in built.of("", "ConfigMap"):
        for place in literals(mapping(item.body.get("data"))):
            yield _hit(item, f"data.{place}")


def _hit(item: Item, place: str) -> Hit:
    return Hit.of(
        item,
        f"{place} looks like a credential written out",
        "take it from a Secret (`secretKeyRef`, the chart's existingSecret), declared with `CredentialStore.declare`",
    )
