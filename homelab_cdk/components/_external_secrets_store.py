"""Credentials by objects of the External Secrets Operator."""

from __future__ import annotations

from collections.abc import Mapping

from ..constructs import Composition, Credential, CredentialStore, Generated, UnitChart, key_reference
from ..model import Body

__all__ = ["STORE", "ExternalSecretsStore"]

STORE = "credentials"
"""The ClusterSecretStore."""


class ExternalSecretsStore(CredentialStore):
    """Source Secrets in a namespace of their own; every consumer's Secret follows them by an ExternalSecret."""

    def __init__(self, *, name: str, provider: UnitChart, namespace: str, store: Body) -> None:
        """Read from a namespace through a ClusterSecretStore, whose body gets the consumers' namespaces as they come."""
        super().__init__(name=name, provider=provider)
        self.namespace = namespace
        self._store = store

    def generate(
        self, owner: UnitChart, credential: Credential, *, generated: Mapping[str, Generated], fixed: Mapping[str, str]
    ) -> None:
        """A Password generator for each shape of value, and an ExternalSecret that runs them exactly once."""
        shapes: dict[Generated, list[str]] = {}
        for key, shape in generated.items():
            shapes.setdefault(shape, []).append(key)
        sources: list[Body] = []
        for number, (shape, keys) in enumerate(shapes.items(), 1):
            name = credential.name if len(shapes) == 1 else f"{credential.name}-{number}"
            self._add_generator(owner, name, shape, keys)
            generator = {"apiVersion": "generators.external-secrets.io/v1alpha1", "kind": "Password", "name": name}
            sources.append({"sourceRef": {"generatorRef": generator}})
        data = {**fixed, **{key: key_reference(key) for key in generated}}
        owner.protect(
            owner.add_manifest(
                {
                    "apiVersion": "external-secrets.io/v1",
                    "kind": "ExternalSecret",
                    "metadata": {"name": credential.name, "namespace": self.namespace},
                    "spec": {
                        "refreshPolicy": "CreatedOnce",
                        "target": {
                            "name": credential.name,
                            "creationPolicy": "Orphan",
                            "deletionPolicy": "Retain",
                            "template": {"engineVersion": "v2", "data": data},
                        },
                        "dataFrom": sources,
                    },
                }
            )
        )

    def _add_generator(self, owner: UnitChart, name: str, shape: Generated, keys: list[str]) -> None:
        spec: Body = {
            "length": shape.length,
            "digits": shape.length // 4,
            "symbols": shape.symbols,
            "noUpper": False,
            "allowRepeat": True,
            "secretKeys": keys,
        }
        if shape.symbols:
            spec["symbolCharacters"] = "-_."
        owner.protect(
            owner.add_manifest(
                {
                    "apiVersion": "generators.external-secrets.io/v1alpha1",
                    "kind": "Password",
                    "metadata": {"name": name, "namespace": self.namespace},
                    "spec": spec,
                }
            )
        )

    def deliver(
        self,
        consumer: UnitChart,
        credential: Credential,
        *,
        secret: str,
        keys: Mapping[str, str],
        namespace: str,
        type: str,
        labels: Mapping[str, str],
    ) -> None:
        """An ExternalSecret that follows the source; the store admits the consumer's namespace."""
        self.admit(namespace)
        template: Body = {"engineVersion": "v2", "type": type, "data": dict(keys)}
        if labels:
            template["metadata"] = {"labels": dict(labels)}
        consumer.add_manifest(
            {
                "apiVersion": "external-secrets.io/v1",
                "kind": "ExternalSecret",
                "metadata": {"name": secret, "namespace": namespace},
                "spec": {
                    "refreshInterval": "1h",
                    "secretStoreRef": {"kind": "ClusterSecretStore", "name": STORE},
                    "target": {"name": secret, "creationPolicy": "Owner", "template": template},
                    "dataFrom": [{"extract": {"key": credential.name}}],
                },
            }
        )

    def assemble(self, consumer: UnitChart, *, secret: str, keys: tuple[str, ...], namespace: str) -> Composition:
        """An ExternalSecret that follows several sources, from the first one on."""
        return _Composition(self, consumer=consumer, secret=secret, namespace=namespace, keys=keys)

    def admit(self, namespace: str) -> None:
        """Let the ExternalSecrets of a namespace read the sources."""
        admitted: list[str] = self._store["spec"]["conditions"][0]["namespaces"]
        if namespace not in admitted:
            admitted.append(namespace)
            admitted.sort()


class _Composition(Composition):
    """Each key of a source is an entry of its own, named for both, so that texts can tell them apart.

    Without a single entry the operator's webhook refuses an ExternalSecret, so it is added with the first one.
    """

    def __init__(
        self, store: ExternalSecretsStore, *, consumer: UnitChart, secret: str, namespace: str, keys: tuple[str, ...]
    ) -> None:
        super().__init__(consumer=consumer, secret=secret, namespace=namespace, keys=keys)
        self._store = store
        self._entries: list[Body] = []
        self._texts: Body = dict.fromkeys(keys, "")

    def _take(self, credential: Credential, key: str) -> str:
        name = f"{credential.name}__{key}".replace("-", "_").replace(".", "_")
        entry: Body = {"secretKey": name, "remoteRef": {"key": credential.name, "property": key}}
        if not self._entries:
            self._add()
        if entry not in self._entries:
            self._entries.append(entry)
            self._entries.sort(key=lambda item: str(item["secretKey"]))
        return name

    def _put(self, key: str, text: str) -> None:
        self._texts[key] = text

    def _add(self) -> None:
        self._store.admit(self.namespace)
        self.consumer.add_manifest(
            {
                "apiVersion": "external-secrets.io/v1",
                "kind": "ExternalSecret",
                "metadata": {"name": self.secret, "namespace": self.namespace},
                "spec": {
                    "refreshInterval": "1h",
                    "secretStoreRef": {"kind": "ClusterSecretStore", "name": STORE},
                    "target": {
                        "name": self.secret,
                        "creationPolicy": "Owner",
                        "template": {"engineVersion": "v2", "type": "Opaque", "data": self._texts},
                    },
                    "data": self._entries,
                },
            }
        )
