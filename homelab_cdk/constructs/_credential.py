"""Secret values that components need: by name and keys, who needs them and where they come from; never a value."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .._errors import BuildError
from ._capability import Capability

if TYPE_CHECKING:
    from ._unit_chart import UnitChart

__all__ = ["Composition", "Credential", "CredentialStore", "Generated", "Handover", "key_reference"]


def key_reference(key: str) -> str:
    """The text that stands for a key of a credential in a Secret that is made of it: `{{ .password }}`."""
    return f"{{{{ .{key} }}}}" if key.isidentifier() else f'{{{{ index . "{key}" }}}}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """A value that is made once in the cluster; letters and digits, `symbols` of them from `-_.`."""

    length: int = 32
    symbols: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A Secret that one consumer gets: its name, its keys, and who asked for it."""

    consumer: str
    namespace: str
    secret: str
    keys: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Credential:
    """One credential of the lab.

    Attributes:
        name: unique in the lab; also the name of its source Secret.
        namespace: where its source Secret lives.
        owner: path of the construct that declared it.
        keys: the keys of the source Secret.
        provided: whether a person creates the source Secret; otherwise it is generated in the cluster.
        about: what it is for, shown where a person has to provide it.
        handovers: the Secrets that consumers get from it.
    """

    name: str
    namespace: str
    owner: str
    keys: tuple[str, ...]
    provided: bool = False
    about: str = ""
    handovers: list[Handover] = field(default_factory=list)

    @property
    def command(self) -> str:
        """The command that creates the source Secret of a provided credential."""
        literals = " ".join(f"--from-literal={key}=…" for key in self.keys)
        return f"kubectl --namespace {self.namespace} create secret generic {self.name} {literals}"


class Composition(ABC):
    """A Secret that is made of any number of credentials; more of them, and more text, may come until the lab is written.

    Attributes:
        secret: its name.
        namespace: where it lives.
        keys: its keys; each holds a text, at first none.
    """

    def __init__(self, *, consumer: UnitChart, secret: str, namespace: str, keys: tuple[str, ...]) -> None:
        """Describe a Secret without any text."""
        self.consumer = consumer
        self.secret = secret
        self.namespace = namespace
        self.keys = keys

    def refer(self, credential: Credential) -> dict[str, str]:
        """Take a credential in: what stands for each of its keys in a text, so that equal keys of others do not collide."""
        handover = Handover(
            consumer=self.consumer.path, namespace=self.namespace, secret=self.secret, keys=tuple(self.keys)
        )
        if handover not in credential.handovers:
            credential.handovers.append(handover)
        return {key: key_reference(self._take(credential, key)) for key in credential.keys}

    def write(self, key: str, text: str) -> None:
        """Say what a key holds; the last text counts.

        Raises:
            BuildError: the Secret has no such key.
        """
        if key not in self.keys:
            raise BuildError(
                f"{self.consumer.path}: the Secret {self.secret} has no key {key!r}; it has {', '.join(self.keys)}"
            )
        self._put(key, text)

    @abstractmethod
    def _take(self, credential: Credential, key: str) -> str:
        """The name under which a text may refer to a key of a credential."""

    @abstractmethod
    def _put(self, key: str, text: str) -> None:
        """Keep the text of a key."""


class CredentialStore(Capability):
    """Where the lab's credentials live: one source Secret each, handed to every consumer with the keys that it wants."""

    title = "generated credentials"

    namespace: str
    """The namespace of the source Secrets."""

    def declare(
        self,
        owner: UnitChart,
        name: str,
        *,
        generated: Mapping[str, Generated] | None = None,
        fixed: Mapping[str, str] | None = None,
        provided: tuple[str, ...] = (),
        about: str = "",
    ) -> Credential:
        """Declare a credential.

        Args:
            owner: who declares it.
            name: unique in the lab.
            generated: keys whose values are made once in the cluster and kept for ever.
            fixed: keys whose values are no secret, such as a user name; kept beside the generated ones.
            provided: keys whose values a person brings; not together with `generated`.
            about: what it is for; needed where it is provided.

        Raises:
            BuildError: the name is taken, there are no keys, or generated and provided keys are mixed.
        """
        known = owner.surroundings.credentials
        if name in known:
            raise BuildError(
                f"{owner.path} declares the credential {name!r}, which {known[name].owner} declared before; choose another name"
            )
        if bool(generated) == bool(provided):
            raise BuildError(
                f"{owner.path}: the credential {name!r} is either generated or provided; give the keys of one kind"
            )
        keys = (*(fixed or {}), *(generated or {}), *provided)
        credential = Credential(
            name=name,
            namespace=self.namespace,
            owner=owner.path,
            keys=keys,
            provided=bool(provided),
            about=about,
        )
        known[name] = credential
        if generated:
            self.generate(owner, credential, generated=generated, fixed=fixed or {})
        return credential

    def hand_over(
        self,
        consumer: UnitChart,
        credential: Credential,
        *,
        secret: str,
        keys: Mapping[str, str] | None = None,
        namespace: str | None = None,
        type: str = "Opaque",
        labels: Mapping[str, str] | None = None,
    ) -> str:
        """Give a consumer a Secret made from a credential.

        Args:
            consumer: in whose unit the Secret is asked for.
            credential: the source.
            secret: name of the Secret.
            keys: the keys that the consumer wants, each with the text it holds; `key_reference(key)`, as in `{{ .key }}`,
                stands for a key of the credential. By default all its keys under their own names.
            namespace: by default the consumer's.
            type: type of the Secret.
            labels: labels of the Secret.

        Returns:
            The name of the Secret.
        """
        wanted = dict(keys) if keys is not None else {key: key_reference(key) for key in credential.keys}
        place = namespace or consumer.namespace
        credential.handovers.append(
            Handover(consumer=consumer.path, namespace=place, secret=secret, keys=tuple(wanted))
        )
        self.deliver(consumer, credential, secret=secret, keys=wanted, namespace=place, type=type, labels=labels or {})
        return secret

    def compose(
        self, consumer: UnitChart, *, secret: str, keys: tuple[str, ...], namespace: str | None = None
    ) -> Composition:
        """Give a consumer one Secret made of several credentials, which may still be unknown.

        Args:
            consumer: in whose unit the Secret is asked for.
            secret: name of the Secret.
            keys: its keys; `Composition.write` says what each holds.
            namespace: by default the consumer's.

        Returns:
            The Secret; nothing comes of it before the first credential is taken in.
        """
        return self.assemble(consumer, secret=secret, keys=keys, namespace=namespace or consumer.namespace)

    @abstractmethod
    def assemble(self, consumer: UnitChart, *, secret: str, keys: tuple[str, ...], namespace: str) -> Composition:
        """What makes one Secret of several credentials and keeps it equal to them."""

    @abstractmethod
    def generate(
        self, owner: UnitChart, credential: Credential, *, generated: Mapping[str, Generated], fixed: Mapping[str, str]
    ) -> None:
        """Add what makes the source Secret once and keeps it for ever."""

    @abstractmethod
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
        """Add what keeps a consumer's Secret equal to the source."""
