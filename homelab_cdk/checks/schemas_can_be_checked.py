"""Nothing that objects are held against is missing."""

from __future__ import annotations

from ..order import Built
from ..schemas import promql_is_here
from ._expressions import expressions
from ._rule import Found, Hit, rule
from ._schemas import judged, said, schema_book


@rule(
    "HL155",
    "schemas_can_be_checked",
    local=True,
    level="warning",
    example={
        "requirements.txt": """
-homelab-cdk
+homelab-cdk[lock]
""",
        "apps/gateway/gateway.yaml": """
 apiVersion: apiextensions.k8s.io/v1
 kind: CustomResourceDefinition
 metadata: {name: gateways.gateway.networking.k8s.io}
 spec:
   group: gateway.networking.k8s.io
   names: {kind: Gateway, plural: gateways}
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
                 listeners:
                   type: array
                   items: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {name: {type: string}}}
                   x-kubernetes-validations:
                     - message: each listener has a name of its own
                       rule: self.all(one, self.exists_one(other, one.name == other.name))
 ---
 apiVersion: gateway.networking.k8s.io/v1
 kind: Gateway
 metadata: {name: main, namespace: gateway}
 spec: {gatewayClassName: traefik, listeners: [{name: web, port: 8000, protocol: HTTP}]}
""",
    },
    says="""
Gateway: its CRD has rules in CEL, which are not checked, because the library that evaluates them is
not installed; pip install 'homelab-cdk[lock]'
""",
)
def schemas_can_be_checked(built: Built) -> Found:
    """Nothing that objects are held against is missing.

    Kubernetes' own schemas are at hand, of the lab's version, and so are the libraries that evaluate the CEL rules of CRDs and
    read PromQL, which the extra `lock` brings. What is missing here is found by the API server, in the middle of a roll-out.
    """
    book, found = schema_book(built), judged(built)
    core, wanted = book.core, book.kubernetes
    if core is None:
        yield Hit(
            "lab",
            f"Kubernetes {wanted}",
            "its own schemas are not installed, so no object of its own is held against any",
            "pip install kubernetes-validate",
        )
    elif core.version != core.asked:
        yield Hit(
            "lab",
            f"Kubernetes {wanted}",
            f"objects are held against the schemas of Kubernetes {core.version}, because there are"
            f" none of {core.asked} here",
            "pip install --upgrade kubernetes-validate",
        )
    if found.unruled:
        kinds = list(dict.fromkeys(item.key.kind for item in found.unruled))
        yield Hit(
            "lab",
            ", ".join(kinds),
            f"{'its CRD has' if len(kinds) == 1 else 'their CRDs have'} rules in CEL, which are not checked,"
            " because the library that evaluates them is not installed",
            "pip install 'homelab-cdk[lock]'",
        )
    asked = list(dict.fromkeys(one.item.key.kind for one in expressions(built)))
    if asked and not promql_is_here():
        yield Hit(
            "lab",
            ", ".join(asked),
            "expressions in PromQL are not read, because the library that reads them is not installed",
            "pip install promql-parser",
        )
    for item, problem in found.uncertain:
        yield Hit.of(item, *said(problem))
