"""Browsers find the host name in the certificate."""

from __future__ import annotations

from ..order import Built, Item
from ._gateways import GROUP, gateways, hostnames, listeners, parents
from ._read import Map, at, maps, texts
from ._rule import Found, Hit, rule


@rule(
    "HL604",
    "every_host_is_in_its_certificate",
    level="warning",
    example="""
 apiVersion: cert-manager.io/v1
 kind: Certificate
 metadata: {name: home, namespace: web}
 spec:
   secretName: home-tls
   dnsNames: ["*.home.example.com"]
   issuerRef: {kind: ClusterIssuer, name: home}
 ---
 apiVersion: gateway.networking.k8s.io/v1
 kind: Gateway
 metadata: {name: main, namespace: web}
 spec:
   gatewayClassName: traefik
   listeners:
     - {name: https, protocol: HTTPS, port: 443, tls: {certificateRefs: [{name: home-tls}]}}
 ---
 apiVersion: gateway.networking.k8s.io/v1
 kind: HTTPRoute
 metadata: {name: web, namespace: web}
 spec:
   parentRefs: [{name: main, sectionName: https}]
-  hostnames: [www.web.home.example.com]
+  hostnames: [web.home.example.com]
   rules: [{backendRefs: [{name: web, port: 80}]}]
""",
    says="""
HTTPRoute.gateway.networking.k8s.io web/web: the certificate of Gateway web/main is for
*.home.example.com, and www.web.home.example.com is not among those; choose a name directly below
the lab's domain, or add it to the certificate
""",
)
def every_host_is_in_its_certificate(built: Built) -> Found:
    """Browsers find the host name in the certificate.

    Each host name of a route on an HTTPS listener is in the certificate of that listener; a wildcard stands for one
    label only, so `*.example.com` does not serve `a.b.example.com`.
    """
    certificates = {
        (item.key.namespace, str(at(item.body, "spec").get("secretName"))): texts(at(item.body, "spec").get("dnsNames"))
        for item in built.of("cert-manager.io", "Certificate")
    }
    known: dict[tuple[str, str, str, int | None], list[str] | None] = {}
    for item in built.of(GROUP, "HTTPRoute", "GRPCRoute"):
        for parent in parents(item):
            place = (parent.namespace, parent.name, parent.section, parent.port)
            gateway = gateways(built).get(place[:2])
            if gateway is None:
                continue
            if place not in known:
                known[place] = _names(gateway, listeners(gateway, parent), certificates)
            names = known[place]
            if names is None:
                continue
            for host in hostnames(item):
                if not any(_covers(name, host) for name in names):
                    yield Hit.of(
                        item,
                        f"the certificate of Gateway {parent.namespace}/{parent.name} is for {', '.join(names)},"
                        f" and {host} is not among those",
                        "choose a name directly below the lab's domain, or add it to the certificate",
                    )


def _names(gateway: Item, chosen: list[Map], certificates: dict[tuple[str, str], list[str]]) -> list[str] | None:
    """The names in the certificates of some listeners; nothing where one of them is not known."""
    found: list[str] = []
    secure = [listener for listener in chosen if listener.get("protocol") == "HTTPS"]
    for listener in secure:
        for reference in maps(at(listener, "tls").get("certificateRefs")):
            place = (str(reference.get("namespace") or gateway.key.namespace), str(reference.get("name")))
            if place not in certificates:
                return None
            found.extend(certificates[place])
    return found or None


def _covers(name: str, host: str) -> bool:
    if name == host:
        return True
    return name.startswith("*.") and host.partition(".")[2] == name[2:]
