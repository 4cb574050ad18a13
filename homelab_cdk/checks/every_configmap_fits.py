"""ConfigMaps and Secrets fit into the API server."""

from __future__ import annotations

from collections.abc import Iterator

from ..order import Built
from ._read import mapping
from ._rule import Found, Hit, rule
from ._text import large

LIMIT = 1024 * 1024


@rule("HL502", "every_configmap_fits", local=True)
def every_configmap_fits(built: Built) -> Found:
    """ConfigMaps and Secrets fit into the API server.

    The values of each ConfigMap and Secret take at most 1 MiB together; the API server refuses more.
    """
    for size in large(built):
        item = size.item
        if not item.key.group and item.key.kind in ("ConfigMap", "Secret"):
            total = sum(_lengths(item.body))
            if total > LIMIT:
                yield Hit.of(
                    item,
                    f"its values take {total:,} bytes, Kubernetes takes {LIMIT:,}",
                    "split it, or keep the content elsewhere",
                )


def _lengths(body: dict[str, object]) -> Iterator[int]:
    for field in ("data", "stringData"):
        yield from (len(str(value).encode("utf-8", "surrogatepass")) for value in mapping(body.get(field)).values())
    yield from (len(str(value)) * 3 // 4 for value in mapping(body.get("binaryData")).values())
