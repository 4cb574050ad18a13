"""Nothing in the tree looks like a key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import BUILT_IN_GROUPS
from ..order import Built, Item
from ._pods import workloads
from ._read import at, containers, mapping, maps, pod_spec, texts
from ._rule import Found, Hit, rule
from ._secret_shapes import has_login, known_secrets, random_texts, strings
from ._text import marked

_PUBLIC = re.compile(r"public[-_]?key|pub[-_]?key", re.IGNORECASE)
"""What is named for a key that everybody may have."""

_SEALED = frozenset({"bitnami.com"})
"""Groups whose objects are encrypted, and so as random as can be."""


@rule(
    "HL751",
    "no_text_is_as_random_as_a_key",
    local=True,
    level="warning",
    example="""
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   selector: {matchLabels: {app: web}}
   template:
     metadata: {labels: {app: web}}
     spec:
       containers:
         - name: web
           image: registry.example.com/web:1.2.3
           env:
-            - {name: HASH_SALT, value: Th1sIsN0K3yBut4sR4nd0mAsOne}
+            - {name: HASH_SALT, valueFrom: {secretKeyRef: {name: web, key: salt}}}
""",
    says="""
Deployment.apps web/web: env HASH_SALT of the container web holds Th1s… (27 characters), which is as
random as a key; keep it in a Secret (`CredentialStore.declare` makes one), or accept it if it is no
secret
""",
)
def no_text_is_as_random_as_a_key(built: Built) -> Found:
    """Nothing in the tree looks like a key.

    No environment variable, command line, annotation, value of a chart, entry of a ConfigMap or field of a custom resource
    holds 20 or more characters in which capitals, small letters and digits follow each other as in random base64, or an
    address with a user's password in the middle of a text. Digests, certificates, public keys and addresses are left out.
    """
    known = {id(item) for item in marked(built)}
    for item, place, value in _places(built):
        if "sops" in item.body:
            continue
        for inner, text in strings(value, place):
            if _PUBLIC.search(inner.rpartition(".")[2]):
                continue
            if id(item) in known and any(known_secrets(text)):
                continue  # found already, and by its name
            what = next(random_texts(text), "")
            if what:
                yield Hit.of(
                    item,
                    f"{inner} holds {what[:4]}… ({len(what)} characters), which is as random as a key",
                    "keep it in a Secret (`CredentialStore.declare` makes one), or accept it if it is no secret",
                )
            elif has_login(text):
                yield Hit.of(
                    item,
                    f"{inner} holds an address with a user's password",
                    "keep it in a Secret (`CredentialStore.declare` makes one)",
                )


def _places(built: Built) -> Iterator[tuple[Item, str, object]]:
    for item in workloads(built):
        for container in containers(pod_spec(item)):
            name = container.get("name")
            for entry in maps(container.get("env")):
                yield item, f"env {entry.get('name')} of the container {name}", entry.get("value")
            for field in ("command", "args"):
                yield item, f"{field} of the container {name}", texts(container.get(field))
    for kind, items in built.by_kind.items():
        custom = kind.group not in BUILT_IN_GROUPS and kind.group not in _SEALED
        for item in items:
            annotations = at(item.body, "metadata", "annotations")
            if annotations:
                yield item, "metadata.annotations", annotations
            if custom:
                yield item, "spec", item.body.get("spec")
    for item in built.of("", "ConfigMap"):
        yield item, "data", mapping(item.body.get("data"))
