"""Certificates are signed by issuers that are there."""

from __future__ import annotations

from ..order import Built
from ._pods import pods_of
from ._read import at
from ._rule import Found, Hit, Unknown, rule

_GROUP = "cert-manager.io"


@rule(
    "HL305",
    "every_issuer_exists",
    example="""
 apiVersion: cert-manager.io/v1
 kind: ClusterIssuer
 metadata: {name: home}
 spec: {selfSigned: {}}
 ---
 apiVersion: cert-manager.io/v1
 kind: Certificate
 metadata: {name: web, namespace: web}
-spec: {secretName: web-tls, dnsNames: [web.home.example.com], issuerRef: {kind: Issuer, name: home}}
+spec: {secretName: web-tls, dnsNames: [web.home.example.com], issuerRef: {kind: ClusterIssuer, name: home}}
""",
    says="""
Certificate.cert-manager.io web/web: spec.issuerRef names Issuer home, which nothing in this lab
makes (there is ClusterIssuer home); name one of those, or add it
""",
)
def every_issuer_exists(built: Built) -> Found:
    """Certificates are signed by issuers that are there.

    Each Certificate names an Issuer of its namespace or a ClusterIssuer of the lab; without it the Secret never
    comes and whatever mounts it waits.
    """
    issuers = {
        (item.key.kind, item.key.namespace, item.key.name) for item in built.of(_GROUP, "Issuer", "ClusterIssuer")
    }
    issuers |= {
        (key.kind, key.namespace, key.name)
        for _, known in built.releases
        for key in known.facts.objects
        if key.group == _GROUP
    }
    for item in built.of(_GROUP, "Certificate"):
        reference = at(item.body, "spec", "issuerRef")
        if reference.get("group", _GROUP) != _GROUP:
            continue
        kind = str(reference.get("kind") or "Issuer")
        namespace = "" if kind == "ClusterIssuer" else item.key.namespace
        name = str(reference.get("name"))
        if (kind, namespace, name) in issuers:
            continue
        pods = pods_of(built)
        if pods.is_open_to_others(item.key.namespace):
            perhaps = pods.perhaps(item.key.namespace)
            yield Unknown.of(item, f"spec.issuerRef names {kind} {name}, which nothing known makes, {perhaps}")
        else:
            there = ", ".join(sorted(f"{kind} {name}" for kind, space, name in issuers if space in ("", namespace)))
            yield Hit.of(
                item,
                f"spec.issuerRef names {kind} {name}, which nothing in this lab makes (there is {there or 'none'})",
                "name one of those, or add it",
            )
