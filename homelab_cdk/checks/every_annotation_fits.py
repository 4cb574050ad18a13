"""Annotations stay within what Kubernetes takes."""

from __future__ import annotations

from ..order import Built, Item
from ._pods import workloads
from ._read import Map, at, pod_template
from ._rule import Found, Hit, rule

_MOST = 256 * 1024
"""Bytes of all annotations of an object together (source: `TotalAnnotationSizeLimitB` of apimachinery)."""


@rule(
    "HL179",
    "every_annotation_fits",
    local=True,
    example={
        "apps/dns.py": r"""
 import hashlib

 from homelab_cdk import Lab, WebApp

 CONFIG = "\n".join(f"local-data: 'host-{number}.home.example.com. A 192.168.1.9'" for number in range(6_000))


 def build(lab: Lab) -> None:
     dns = WebApp(lab, "dns", image="registry.example.com/dns:1.2.3")
     dns.add_manifest({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "zone"}, "data": {"zone": CONFIG}})
     [workload] = [one for one in dns.manifests if one.key.kind == "Deployment"]
     # Another config makes other pods.
-    workload.body["spec"]["template"]["metadata"]["annotations"] = {"example.com/config": CONFIG}
+    checksum = hashlib.sha256(CONFIG.encode()).hexdigest()
+    workload.body["spec"]["template"]["metadata"]["annotations"] = {"example.com/config": checksum}
"""
    },
    says="""
Deployment.apps dns/dns: the annotations of its pods take 334,907 bytes, and Kubernetes takes
262,144; keep what example.com/config holds in a ConfigMap, or write a checksum of it
""",
    see=("https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/",),
)
def every_annotation_fits(built: Built) -> Found:
    """Annotations stay within what Kubernetes takes.

    The keys and values of the annotations of each object, and of the pods that it makes, take at most 256 KiB together; the
    API server refuses more, and with it the whole unit. What is long belongs into a ConfigMap, and what only has to change
    with it is a checksum.
    """
    for item in built.items:
        annotations = at(item.body, "metadata", "annotations")
        if annotations:
            yield from _too_long(item, "its annotations", annotations)
    for item in workloads(built):
        if item.key.kind != "Pod":
            yield from _too_long(item, "the annotations of its pods", at(pod_template(item), "metadata", "annotations"))


def _too_long(item: Item, whose: str, annotations: Map) -> Found:
    sizes = {str(key): _bytes(key) + _bytes(value) for key, value in annotations.items()}
    if (size := sum(sizes.values())) > _MOST:
        longest = max(sizes, key=lambda key: sizes[key])
        most = f", of which {longest} takes {sizes[longest]:,}" if len(sizes) > 1 else ""
        yield Hit.of(
            item,
            f"{whose} take {size:,} bytes{most}, and Kubernetes takes {_MOST:,}",
            f"keep what {longest} holds in a ConfigMap, or write a checksum of it",
        )


def _bytes(text: object) -> int:
    return len(str(text).encode(errors="replace"))
