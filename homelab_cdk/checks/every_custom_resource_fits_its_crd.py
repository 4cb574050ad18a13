"""Every custom resource has the fields that its CRD describes."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._schemas import judged, said


@rule(
    "HL151",
    "every_custom_resource_fits_its_crd",
    local=True,
    example="""
 apiVersion: apiextensions.k8s.io/v1
 kind: CustomResourceDefinition
 metadata: {name: certificates.cert-manager.io}
 spec:
   group: cert-manager.io
   names: {kind: Certificate, plural: certificates}
   scope: Namespaced
   versions:
     - name: v1
       served: true
       storage: true
       schema:
         openAPIV3Schema:
           type: object
           properties:
             spec:
               type: object
               required: [secretName, issuerRef]
               properties:
                 secretName: {type: string}
                 issuerRef: {type: object, properties: {kind: {type: string}, name: {type: string}}}
                 dnsNames: {type: array, items: {type: string}}
                 privateKey: {type: object, properties: {algorithm: {type: string, enum: [RSA, ECDSA, Ed25519]}}}
 ---
 apiVersion: cert-manager.io/v1
 kind: Certificate
 metadata: {name: web, namespace: web}
 spec:
   secretName: web-tls
   issuerRef: {kind: ClusterIssuer, name: letsencrypt}
-  dnsName: web.home.example.com
-  privateKey: {algorithm: ecdsa}
+  dnsNames: [web.home.example.com]
+  privateKey: {algorithm: ECDSA}
""",
    says="""
Certificate.cert-manager.io web/web: spec.dnsName: there is no such field; did you mean
spec.dnsNames?

Certificate.cert-manager.io web/web: spec.privateKey.algorithm: got the text 'ecdsa', allowed is
RSA, ECDSA, Ed25519; did you mean ECDSA?
""",
)
def every_custom_resource_fits_its_crd(built: Built) -> Found:
    """Every custom resource has the fields that its CRD describes.

    Its version is served, each field exists and has the right type and one of the allowed values, what is required is
    there, and no two items of a list have the same key. CRDs come from the lab itself, from `--crds`, and from the cache
    that `homelab lock` fills.
    """
    for item, problem in judged(built).custom:
        yield Hit.of(item, *said(problem))
