"""Every custom resource keeps the rules of its CRD."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._schemas import judged, said


@rule(
    "HL152",
    "every_rule_of_a_crd_holds",
    local=True,
    example="""
 apiVersion: apiextensions.k8s.io/v1
 kind: CustomResourceDefinition
 metadata: {name: httproutes.gateway.networking.k8s.io}
 spec:
   group: gateway.networking.k8s.io
   names: {kind: HTTPRoute, plural: httproutes}
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
               x-kubernetes-preserve-unknown-fields: true
               properties:
                 rules:
                   type: array
                   items:
                     type: object
                     properties:
                       backendRefs: {type: array, items: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                       filters:
                         type: array
                         items:
                           type: object
                           properties:
                             type: {type: string}
                             requestRedirect: {type: object, x-kubernetes-preserve-unknown-fields: true}
                     x-kubernetes-validations:
                       - message: what is redirected goes to no backend
                         rule: "!has(self.backendRefs) || !has(self.filters) || self.filters.all(f, !has(f.requestRedirect))"
 ---
 apiVersion: gateway.networking.k8s.io/v1
 kind: HTTPRoute
 metadata: {name: web-to-https, namespace: web}
 spec:
   parentRefs: [{name: main, namespace: gateway, sectionName: web}]
   hostnames: [web.home.example.com]
   rules:
     - filters:
         - {type: RequestRedirect, requestRedirect: {scheme: https, statusCode: 301}}
-      backendRefs: [{name: web, port: 80}]
""",
    says="""
HTTPRoute.gateway.networking.k8s.io web/web-to-https: spec.rules[0]: what is redirected goes to no
backend (the CRD's rule: !has(self.backendRefs) || !has(self.filters) || self.filters.all(f,
!has(f.requestRedirect))); write it so that the rule holds
""",
    see=("https://kubernetes.io/docs/reference/using-api/cel/",),
)
def every_rule_of_a_crd_holds(built: Built) -> Found:
    """Every custom resource keeps the rules of its CRD.

    CRDs have rules in CEL (`x-kubernetes-validations`) for what types cannot say, such as which of two fields may be
    set. They are evaluated as the API server does for a new object, with the CRD's defaults in place.
    """
    for item, problem in judged(built).rules:
        yield Hit.of(item, *said(problem))
