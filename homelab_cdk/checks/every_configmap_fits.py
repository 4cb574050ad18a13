"""ConfigMaps and Secrets fit into the API server."""

from __future__ import annotations

from collections.abc import Iterator

from ..order import Built
from ._read import mapping
from ._rule import Found, Hit, rule
from ._text import large

LIMIT = 1024 * 1024


@rule(
    "HL104",
    "every_configmap_fits",
    local=True,
    example={
        "apps/dns.py": r"""
 from homelab_cdk import Lab, UnitChart

-ADS = "\n".join(f"ads-{number}.example.net" for number in range(60_000))
+ADS = "https://lists.example.com/ads.txt"


 def build(lab: Lab) -> None:
     dns = UnitChart(lab, "dns")
     dns.add_namespace()
     body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "blocky"}, "data": {"denylist": ADS}}
     dns.add_manifest(body)
"""
    },
    says="""
ConfigMap dns/blocky: its values take 1,308,889 bytes, and Kubernetes takes 1,048,576; have the
program fetch data.denylist from elsewhere, or put it into the image
""",
    see=("https://kubernetes.io/docs/concepts/configuration/configmap/",),
)
def every_configmap_fits(built: Built) -> Found:
    """ConfigMaps and Secrets fit into the API server.

    The values of each ConfigMap and Secret take at most 1 MiB together; the API server refuses more, and with it the whole
    unit. Lists, dashboards and certificates that grow reach that one day; a program can mostly fetch them from elsewhere.
    """
    for size in large(built):
        item = size.item
        if not item.key.group and item.key.kind in ("ConfigMap", "Secret"):
            lengths = dict(_lengths(item.body))
            total = sum(lengths.values())
            if total > LIMIT:
                largest = max(lengths, key=lambda place: lengths[place])
                most = f", of which {largest} takes {lengths[largest]:,}," if len(lengths) > 1 else ""
                yield Hit.of(
                    item,
                    f"its values take {total:,} bytes{most or ','} and Kubernetes takes {LIMIT:,}",
                    f"have the program fetch {largest} from elsewhere, or put it into the image"
                    if lengths[largest] > LIMIT // 2
                    else f"spread its keys over several {item.key.kind}s",
                )


def _lengths(body: dict[str, object]) -> Iterator[tuple[str, int]]:
    for field in ("data", "stringData"):
        for key, value in mapping(body.get(field)).items():
            yield f"{field}.{key}", len(str(value).encode("utf-8", "surrogatepass"))
    for key, value in mapping(body.get("binaryData")).items():
        yield f"binaryData.{key}", len(str(value)) * 3 // 4
