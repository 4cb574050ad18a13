"""No object is of a version that is about to go, or that is off by default."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._schemas import schema_book
from ._versions import about_to_go


@rule(
    "HL154",
    "no_api_version_is_deprecated",
    level="warning",
    example="""
 apiVersion: v1
 kind: Service
 metadata: {name: nas, namespace: media}
 spec: {ports: [{name: http, port: 5000}]}
 ---
-apiVersion: v1
-kind: Endpoints
-metadata: {name: nas, namespace: media}
-subsets: [{addresses: [{ip: 192.168.1.20}], ports: [{name: http, port: 5000}]}]
+apiVersion: discovery.k8s.io/v1
+kind: EndpointSlice
+metadata: {name: nas, namespace: media, labels: {kubernetes.io/service-name: nas}}
+addressType: IPv4
+endpoints: [{addresses: [192.168.1.20]}]
+ports: [{name: http, port: 5000}]
""",
    says="""
Endpoints media/nas: its apiVersion is v1, which Kubernetes 1.33 has deprecated; write an
EndpointSlice of discovery.k8s.io/v1, labelled kubernetes.io/service-name
""",
    see=("https://kubernetes.io/blog/2025/04/24/endpoints-deprecation/",),
)
def no_api_version_is_deprecated(built: Built) -> Found:
    """No object is of a version that is about to go, or that is off by default.

    Versions that are deprecated in the lab's Kubernetes, or by their CRD, are removed in one of the next. Alpha and beta
    versions of Kubernetes' own are served only where the API server's `--runtime-config` says so.
    """
    book = schema_book(built)
    for kind, items in built.by_kind.items():
        for version in dict.fromkeys(str(item.body.get("apiVersion")) for item in items):
            told = about_to_go(version, kind, book)
            for item in items:
                if told is not None and item.body.get("apiVersion") == version:
                    yield Hit.of(item, *told)
