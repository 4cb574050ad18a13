"""Flux can decrypt whatever is encrypted."""

from __future__ import annotations

from ..order import Built, kustomization_of
from ._read import at
from ._rule import Found, Hit, Unknown, rule


@rule(
    "HL211",
    "every_encrypted_object_can_be_read",
    example="""
-apiVersion: v1
-kind: Secret
+apiVersion: external-secrets.io/v1
+kind: ExternalSecret
 metadata: {name: login, namespace: web}
-stringData: {password: "ENC[AES256_GCM,data:...]"}
-sops: {version: 3.9.0}
+spec:
+  secretStoreRef: {kind: ClusterSecretStore, name: credentials}
+  data:
+    - {secretKey: password, remoteRef: {key: web-login, property: password}}
""",
    says="""
Secret web/login: it is encrypted by SOPS, and the unit objects has nothing to decrypt it; use a
SealedSecret or an ExternalSecret, or apply it from a Kustomization of its own that has
spec.decryption
""",
    see=(
        "https://github.com/fluxcd/flux2/issues/4982",
        "https://github.com/fluxcd/flux2/issues/5154",
    ),
)
def every_encrypted_object_can_be_read(built: Built) -> Found:
    """Flux can decrypt whatever is encrypted.

    No object is encrypted by SOPS in a unit that has no `decryption`: Flux refuses the whole unit. Who applies what Flux does
    not may decrypt it.
    """
    flux_is_there = any(not unit.by_hand for unit in built.units)
    for item in built.items:
        unit = built.unit_of[item]
        if "sops" in item.body and not at(kustomization_of(unit), "spec").get("decryption"):
            if unit.by_hand and flux_is_there:
                yield Unknown.of(item, f"it is encrypted by SOPS, and nothing in the tree says who applies {unit.name}")
                continue
            yield Hit.of(
                item,
                f"it is encrypted by SOPS, and the unit {unit.name} has nothing to decrypt it",
                "use a SealedSecret or an ExternalSecret, or apply it from a Kustomization of its own"
                " that has spec.decryption",
            )
