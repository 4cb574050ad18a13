"""Constraints that an option's annotation can carry, and ready-made annotations for the values that labs are made of.

```python
def __init__(self, scope, id, *, replicas: Annotated[int, Minimum(1)] = 1, size: ByteSize = "10Gi") -> None: ...
```

Each constraint contributes keywords to the JSON Schema of the option; a type checker sees only the plain type below.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from .._errors import BuildError
from ._git_url import check_git_url
from ._network import AddressRange, parse_address, parse_network

__all__ = [
    "FORMATS",
    "ByteSize",
    "Cidr",
    "Constraint",
    "DnsLabel",
    "Duration",
    "EmailAddress",
    "Format",
    "GitUrl",
    "HostName",
    "IpAddress",
    "IpRange",
    "MaxItems",
    "MaxLength",
    "Maximum",
    "MinItems",
    "MinLength",
    "Minimum",
    "NumberAsText",
    "Pattern",
    "Port",
    "Quantity",
    "TextFormat",
    "UniqueItems",
    "Url",
]


class Constraint(ABC):
    """What a value must be beyond its type."""

    @abstractmethod
    def keywords(self) -> dict[str, object]:
        """The keywords of JSON Schema that say it."""


@dataclass(frozen=True, slots=True)
class Minimum(Constraint):
    """The smallest number allowed."""

    value: int | float

    def keywords(self) -> dict[str, object]:
        """`minimum`."""
        return {"minimum": self.value}


@dataclass(frozen=True, slots=True)
class Maximum(Constraint):
    """The largest number allowed."""

    value: int | float

    def keywords(self) -> dict[str, object]:
        """`maximum`."""
        return {"maximum": self.value}


@dataclass(frozen=True, slots=True)
class MinLength(Constraint):
    """The least number of characters of a text."""

    value: int

    def keywords(self) -> dict[str, object]:
        """`minLength`."""
        return {"minLength": self.value}


@dataclass(frozen=True, slots=True)
class MaxLength(Constraint):
    """The largest number of characters of a text."""

    value: int

    def keywords(self) -> dict[str, object]:
        """`maxLength`."""
        return {"maxLength": self.value}


@dataclass(frozen=True, slots=True)
class MinItems(Constraint):
    """The least number of items of a list."""

    value: int

    def keywords(self) -> dict[str, object]:
        """`minItems`."""
        return {"minItems": self.value}


@dataclass(frozen=True, slots=True)
class MaxItems(Constraint):
    """The largest number of items of a list."""

    value: int

    def keywords(self) -> dict[str, object]:
        """`maxItems`."""
        return {"maxItems": self.value}


@dataclass(frozen=True, slots=True)
class UniqueItems(Constraint):
    """No item of the list stands in it twice."""

    def keywords(self) -> dict[str, object]:
        """`uniqueItems`."""
        return {"uniqueItems": True}


@dataclass(frozen=True, slots=True)
class Pattern(Constraint):
    """A regular expression, in the dialect that Python and JavaScript share, that the whole text matches.

    `words` say to people what it means, as a noun with an example: `a size in bytes with a unit, such as 10Gi`.
    """

    expression: str
    words: str

    def keywords(self) -> dict[str, object]:
        """`pattern`, and the message that editors show in its place."""
        return {"pattern": self.expression, "patternErrorMessage": f"expected {self.words}"}


@dataclass(frozen=True, slots=True)
class Format(Constraint):
    """A text that a parser of `FORMATS` accepts, for what no regular expression can tell."""

    name: str

    def keywords(self) -> dict[str, object]:
        """`format`."""
        return {"format": self.name}


@dataclass(frozen=True, slots=True)
class NumberAsText(Constraint):
    """A number in the file is taken as its text, so that `cpu: 2` needs no quotes."""

    def keywords(self) -> dict[str, object]:
        """Nothing; the type of the option becomes text or number."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFormat:
    """A format: what people call it, and its parser, which raises `BuildError` with the reason and the fix."""

    words: str
    parse: Callable[[str], object]


def _check_web_url(text: str) -> str:
    scheme, separator, rest = text.partition("://")
    if scheme not in ("http", "https") or not separator or not rest or rest.startswith("/"):
        raise BuildError(f'"{text}" is not a URL of the web; write https://host/path')
    if any(character.isspace() for character in text):
        raise BuildError(f'"{text}" is not a URL, it contains white space; write https://host/path')
    return text


FORMATS: dict[str, TextFormat] = {
    "ip-address": TextFormat(words="an IP address such as 192.168.1.10", parse=parse_address),
    "ip-range": TextFormat(words="an address range such as 192.168.1.200-192.168.1.220", parse=AddressRange.parse),
    "cidr": TextFormat(words="a network in CIDR notation such as 192.168.1.0/24", parse=parse_network),
    "git-url": TextFormat(words="a Git URL such as https://git.example.com/me/homelab.git", parse=check_git_url),
    "web-url": TextFormat(words="a URL such as https://example.com/path", parse=_check_web_url),
}
"""The formats by the name that the schema gives them."""

_LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"

Quantity = Annotated[
    str,
    NumberAsText(),
    Pattern(
        r"^([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2}|[numkMGTPE]|[KMGTPE]i)?$",
        "a quantity such as 500m, 2 or 1.5Gi",
    ),
]
"""A quantity of Kubernetes: CPU in cores, memory and storage in bytes."""

ByteSize = Annotated[
    str,
    Pattern(r"^([0-9]+(\.[0-9]+)?|\.[0-9]+)([kMGTPE]|[KMGTPE]i)$", "a size in bytes with a unit, such as 10Gi"),
]
"""A size in bytes that must carry a unit, so that a bare `32` is not taken for 32 bytes."""

Duration = Annotated[str, Pattern(r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$", "a duration such as 30s, 10m, 1h30m or 720h")]
"""A duration as Go writes it; there is no unit for days."""

DnsLabel = Annotated[
    str,
    Pattern(f"^{_LABEL}$", "a DNS label: at most 63 lower-case letters, digits and inner dashes, such as node-1"),
]
"""One part of a host name: what Kubernetes calls names of namespaces and Services."""

HostName = Annotated[
    str,
    MaxLength(253),
    Pattern(rf"^{_LABEL}(\.{_LABEL})*$", "a host name in lower case, such as git.home.example.com"),
]
"""A host name without a trailing dot and without wildcards."""

EmailAddress = Annotated[
    str,
    MaxLength(254),
    Pattern(
        r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
        "an e-mail address such as me@example.com",
    ),
]
"""An e-mail address."""

IpAddress = Annotated[str, Format("ip-address")]
"""An IPv4 or IPv6 address."""

IpRange = Annotated[str, Format("ip-range")]
"""A range of addresses, both ends included: `first-last`, a CIDR, or one address."""

Cidr = Annotated[str, Format("cidr")]
"""A network in CIDR notation, without host bits."""

Url = Annotated[str, Format("web-url")]
"""A URL of http or https."""

GitUrl = Annotated[str, Format("git-url")]
"""A URL that Flux can read a repository from."""

Port = Annotated[int, Minimum(1), Maximum(65535)]
"""A port of TCP or UDP."""
