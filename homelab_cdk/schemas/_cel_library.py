"""The functions that Kubernetes adds to CEL: URLs, addresses, quantities (`apiserver/pkg/cel/library`)."""

from __future__ import annotations

import datetime
import ipaddress
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from .._errors import BuildError
from ..model import parse_quantity

if TYPE_CHECKING:
    from cel import Context

__all__ = ["NATIVE", "UNREADABLE_PATTERN", "add_functions", "go_duration"]

UNREADABLE_PATTERN = "no pattern that Python reads"
"""What is said of a pattern that RE2 may read, as the API server does."""

_NATIVE_NAMES = (
    "has all exists exists_one map filter size contains startsWith endsWith matches int uint double string"
    " bytes timestamp duration getSeconds getMinutes getHours getMilliseconds"
    " getFullYear getMonth getDate max min"
    " _+_ _-_ _*_ _/_ _%_ -_ !_ _&&_ _||_ _==_ _!=_ _<_ _<=_ _>_ _>=_ _?_:_ _[_] @in @not_strictly_false"
)
NATIVE = frozenset(_NATIVE_NAMES.split())
"""What the library evaluates by itself, operators included; the rest is registered only where it is used."""

_DURATION = re.compile(r"([+-]?)((?:\d+(?:\.\d+)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+\Z")
_PIECE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(ns|us|µs|ms|s|m|h)")
_UNIT = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


def go_duration(text: str) -> datetime.timedelta | None:
    """A duration as Go writes it (`1h30m`), or None."""
    if text == "0":
        return datetime.timedelta()
    if not _DURATION.match(text):
        return None
    seconds = sum(float(number) * _UNIT[unit] for number, unit in _PIECE.findall(text))
    return datetime.timedelta(seconds=-seconds if text[0] == "-" else seconds)


def add_functions(context: Context) -> None:
    """Register the standard extensions of CEL and those of Kubernetes."""
    from cel import stdlib

    stdlib.add_stdlib_to_context(context)
    for name, function in _FUNCTIONS.items():
        context.add_function(name, function)


def _url(text: str) -> dict[str, Any]:
    parts = urlsplit(text)
    host = parts.hostname or ""
    return {
        "scheme": parts.scheme,
        "host": parts.netloc.rpartition("@")[2],
        "hostname": host,
        "port": str(parts.port or ""),
        "path": parts.path,
        "query": parse_qs(parts.query),
    }


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return bool(parts.scheme) or text.startswith("/")


def _is(parse: Callable[[str], object]) -> Callable[..., bool]:
    def check(text: str, *_: object) -> bool:
        try:
            parse(text)
        except (ValueError, BuildError):
            return False
        return True

    return check


def _interface(text: str) -> object:
    if "/" not in text:
        raise ValueError(text)
    return ipaddress.ip_interface(text)


def _compare(left: float, right: float) -> int:
    return (left > right) - (left < right)


def _quantity(text: object) -> float:
    return float(parse_quantity(str(text)))


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is {UNREADABLE_PATTERN}: {error}") from None


def _find(text: str, pattern: str) -> str:
    match = _pattern(pattern).search(text)
    return match[0] if match else ""


def _find_all(text: str, pattern: str, limit: int = -1) -> list[str]:
    found = [match[0] for match in _pattern(pattern).finditer(text)]
    return found if limit < 0 else found[:limit]


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "isURL": _is_url,
    "url": _url,
    "getScheme": lambda url: url["scheme"],
    "getHost": lambda url: url["host"],
    "getHostname": lambda url: url["hostname"],
    "getPort": lambda url: url["port"],
    "getEscapedPath": lambda url: url["path"],
    "getQuery": lambda url: url["query"],
    "isIP": _is(ipaddress.ip_address),
    "isCIDR": _is(_interface),
    "ip": lambda text: str(ipaddress.ip_address(text)),
    "cidr": lambda text: str(ipaddress.ip_interface(text)),
    "family": lambda text: ipaddress.ip_interface(text).version,
    "prefixLength": lambda text: ipaddress.ip_interface(text).network.prefixlen,
    "containsIP": lambda net, text: ipaddress.ip_address(text) in ipaddress.ip_interface(net).network,
    "isQuantity": _is(parse_quantity),
    "quantity": _quantity,
    "compareTo": _compare,
    "isGreaterThan": lambda left, right: left > right,
    "isLessThan": lambda left, right: left < right,
    "asInteger": lambda number: int(number),
    "asApproximateFloat": lambda number: float(number),
    "sign": lambda number: _compare(number, 0.0),
    "find": _find,
    "findAll": _find_all,
}
