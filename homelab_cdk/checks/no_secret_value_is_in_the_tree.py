"""Git holds no secret."""

from __future__ import annotations

from ..order import Built
from ._read import Map, mapping
from ._rule import Found, Hit, rule


@rule(
    "HL704",
    "no_secret_value_is_in_the_tree",
    tree_only=True,
    example="""
-apiVersion: v1
-kind: Secret
+apiVersion: external-secrets.io/v1
+kind: ExternalSecret
 metadata: {name: login, namespace: web}
-stringData: {password: correct horse battery}
+spec:
+  secretStoreRef: {kind: ClusterSecretStore, name: credentials}
+  data:
+    - {secretKey: password, remoteRef: {key: web-login, property: password}}
""",
    says="""
Secret web/login: it holds values for password; let them be generated with `CredentialStore.declare`
(or declare them as provided), seal them, and replace those that were ever committed
""",
)
def no_secret_value_is_in_the_tree(built: Built) -> Found:
    """Git holds no secret.

    No Secret of the tree has values, unless SOPS has encrypted them: whatever is committed once stays in Git's
    history.
    """
    for item in built.of("", "Secret"):
        keys = sorted(
            str(key)
            for field in ("data", "stringData")
            for key, value in mapping(item.body.get(field)).items()
            if value and not _is_encrypted(item.body, value)
        )
        if keys:
            yield Hit.of(
                item,
                f"it holds values for {', '.join(keys)}",
                "let them be generated with `CredentialStore.declare` (or declare them as provided),"
                " seal them, and replace those that were ever committed",
            )


def _is_encrypted(body: Map, value: object) -> bool:
    return "sops" in body and isinstance(value, str) and value.startswith("ENC[")
