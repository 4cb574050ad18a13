"""Gateways, routes and certificates."""

from __future__ import annotations

from tests.mutation.damage import added, damage, drop, put, removed

LEVEL = "objects"

GATEWAY = "Gateway traefik/traefik"
ROUTE = "HTTPRoute reader/reader"
CERTIFICATE = "Certificate traefik/default-certificate"

DAMAGES = (
    # Routes
    damage(
        "a route is for a gateway of nobody",
        put(ROUTE, "spec parentRefs 0 name", "kong"),
        caught_by="every_route_has_a_listener",
    ),
    damage(
        "a route is for a listener of nobody",
        put(ROUTE, "spec parentRefs 0 sectionName", "https"),
        caught_by="every_route_has_a_listener",
    ),
    damage(
        "a route leads to a Service of nobody",
        put(ROUTE, "spec rules 0 backendRefs 0 name", "rss"),
        caught_by="every_route_reaches_a_service",
    ),
    damage(
        "a route leads to a port of nobody",
        put(ROUTE, "spec rules 0 backendRefs 0 port", 8080),
        caught_by="every_route_reaches_a_service",
    ),
    damage(
        "a route leads into another namespace without a grant",
        put(ROUTE, "spec rules 0 backendRefs 0 namespace", "gitea"),
        caught_by="every_route_reaches_a_service",
    ),
    damage(
        "a route answers another's host name",
        put(ROUTE, "spec hostnames", ["git.home.example.com"]),
        caught_by="every_host_and_path_has_one_route",
    ),
    damage(
        "a route's host name is beyond the certificate",
        put(ROUTE, "spec hostnames", ["a.b.home.example.com"]),
        caught_by="every_host_is_in_its_certificate",
    ),
    damage(
        "a route's host name is of another domain",
        put(ROUTE, "spec hostnames", ["reader.example.org"]),
        caught_by="every_host_is_in_its_certificate",
    ),
    damage(
        "a route has a field of an Ingress",
        put(ROUTE, "spec rules 0 http", {"paths": []}),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    damage(
        "a route's path has no slash",
        put(ROUTE, "spec rules 0 matches", [{"path": {"type": "PathPrefix", "value": "feeds"}}]),
        caught_by="every_rule_of_a_crd_holds",
    ),
    damage(
        "a route is of the version before",
        put(ROUTE, "apiVersion", "gateway.networking.k8s.io/v1alpha2"),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    damage(
        "a name leads to two gateways",
        added(
            ROUTE,
            {
                "apiVersion": "networking.k8s.io/v1",
                "kind": "Ingress",
                "metadata": {"name": "side", "namespace": "reader"},
                "spec": {
                    "ingressClassName": "nginx",
                    "rules": [
                        {
                            "host": "reader.home.example.com",
                            "http": {
                                "paths": [
                                    {
                                        "path": "/",
                                        "pathType": "Prefix",
                                        "backend": {"service": {"name": "reader", "port": {"number": 80}}},
                                    }
                                ]
                            },
                        }
                    ],
                },
            },
        ),
        caught_by="every_host_name_leads_to_one_place",
    ),
    damage(
        "a gateway's listener is renamed",
        put(GATEWAY, "spec listeners 1 name", "https"),
        caught_by="every_route_has_a_listener",
        about="websecure",
    ),
    damage(
        "a gateway's listener is gone",
        drop(GATEWAY, "spec listeners 1"),
        caught_by="every_route_has_a_listener",
        about="websecure",
    ),
    damage(
        "a gateway is of a class of nobody",
        put(GATEWAY, "spec gatewayClassName", "kong"),
        caught_by=("the_rollout_converges", "every_class_exists"),
    ),
    damage(
        "a gateway listens where its pods do not",
        put(GATEWAY, "spec listeners 1 port", 443),
        caught_by="every_listener_has_an_entry_point",
    ),
    damage(
        "a gateway admits routes of its own namespace alone",
        put(GATEWAY, "spec listeners 1 allowedRoutes namespaces from", "Same"),
        caught_by="every_route_has_a_listener",
        about="reader",
    ),
    damage(
        "two listeners have one name",
        put(GATEWAY, "spec listeners 0 name", "websecure"),
        caught_by="every_rule_of_a_crd_holds",
    ),
    damage("the gateway is gone", removed(GATEWAY), caught_by="every_route_has_a_listener", about="traefik"),
    damage(
        "a listener reads a certificate of nobody",
        put(GATEWAY, "spec listeners 1 tls certificateRefs 0 name", "wildcard"),
        caught_by="every_resource_finds_what_it_names",
    ),
    # Certificates
    damage(
        "a certificate's issuer is of nobody",
        put(CERTIFICATE, "spec issuerRef name", "letsencrypt"),
        caught_by="every_issuer_exists",
    ),
    damage(
        "a certificate's issuer is looked for in its namespace",
        drop(CERTIFICATE, "spec issuerRef kind"),
        caught_by="every_issuer_exists",
    ),
    damage(
        "a certificate loses its wildcard",
        put(CERTIFICATE, "spec dnsNames", ["home.example.com"]),
        caught_by="every_host_is_in_its_certificate",
        about="reader.home.example.com",
    ),
    damage(
        "a certificate goes to another Secret",
        put(CERTIFICATE, "spec secretName", "wildcard"),
        caught_by="every_resource_finds_what_it_names",
        about="default-certificate",
    ),
    damage(
        "a certificate has no Secret",
        drop(CERTIFICATE, "spec secretName"),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    damage(
        "a certificate's key is of an algorithm that is none",
        put(CERTIFICATE, "spec privateKey algorithm", "DSA"),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    damage(
        "a certificate is of a removed version",
        put(CERTIFICATE, "apiVersion", "cert-manager.io/v1alpha2"),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    damage(
        "an issuer signs with a Secret of nobody",
        put("ClusterIssuer private-ca", "spec ca secretName", "root-ca"),
        caught_by="every_resource_finds_what_it_names",
    ),
    damage(
        "an issuer is renamed",
        put("ClusterIssuer private-ca", "metadata name", "home-ca"),
        caught_by="every_issuer_exists",
        about="private-ca",
    ),
)
