"""Git holds no secret."""

from __future__ import annotations

import base64
import re

from ..order import Built, Item
from ._read import Map, mapping
from ._rule import Found, Hit, rule
from ._secret_shapes import has_login

_OPEN = frozenset({"database", "dbname", "host", "hostname", "port", "pub", "user", "username"})
"""Last words of keys for what is no secret."""

_ADDRESSES = frozenset({"endpoint", "uri", "url"})
_ADDRESS = re.compile(r"[a-z][a-z0-9+.:-]*://[^/?\s]+(/[\w.-]{0,24})?/?(\?\S*)?")
_PARAMETER = re.compile(r"[?&;](?:pass|pwd|token|secret|api_?key|sig)", re.IGNORECASE)
"""An address of a machine with at most one more step: a webhook's is longer, and as good as a password."""

_WORDS = re.compile(r"[a-z0-9]+")

_REFERENCE = re.compile(r"(?:(?:op://|ref\+|>{0,2}vault:)[^\n]+|\$\{[^}\n]*\})\Z")
"""What a tool fills in before anything is applied, and a variable of Flux that nothing fills in."""


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
    history. What is no secret by its key (a user, a host, a port, an address without a password), or stands for a value from
    elsewhere, may be there.
    """
    for item in built.of("", "Secret"):
        keys = sorted(
            str(key)
            for field in ("data", "stringData")
            for key, value in mapping(item.body.get(field)).items()
            if value
            and not _is_encrypted(item.body, value)
            and not _is_open(built, item, str(key), _clear(field, value))
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


def _clear(field: str, value: object) -> str:
    """A value as a pod reads it."""
    try:
        return base64.b64decode(str(value), validate=True).decode("utf-8") if field == "data" else str(value)
    except ValueError:
        return str(value)


def _is_open(built: Built, item: Item, key: str, value: str) -> bool:
    """Whether a value is no secret, or none yet."""
    names = built.beyond.variables.get(item, ())
    if _REFERENCE.match(value.strip()) or any(f"${{{name}" in value for name in names):
        return True
    words = _WORDS.findall(key.lower())
    if words and words[-1] in _ADDRESSES:
        return _ADDRESS.fullmatch(value) is not None and not has_login(value) and not _PARAMETER.search(value)
    return bool(words) and words[-1] in _OPEN
