"""Every object of Kubernetes' own is one that its API takes."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._schemas import judged_core, said


@rule(
    "HL150",
    "every_core_object_fits_kubernetes",
    local=True,
    example="""
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   selector: {matchLabels: {app: web}}
   template:
     metadata: {labels: {app: web}}
     spec:
       containers:
         - name: web
           image: registry.example.com/web:1.2.3
-          imagePullpolicy: IfNotPresent
+          imagePullPolicy: IfNotPresent
           env:
-            - {name: PORT, value: 8080}
+            - {name: PORT, value: "8080"}
           resources:
-            limits: {memory: 512MB}
+            limits: {memory: 512Mi}
""",
    says="""
Deployment.apps web/web: spec.template.spec.containers[0].env[0].value: has to be of type string,
got the number 8080; write it as a text, in quotes

Deployment.apps web/web: spec.template.spec.containers[0].imagePullpolicy: there is no such field;
did you mean spec.template.spec.containers[0].imagePullPolicy?

Deployment.apps web/web: spec.template.spec.containers[0].resources.limits.memory: got the text
'512MB', which Kubernetes does not take; write a number with an optional unit, such as 500m, 2 or
1.5Gi
""",
)
def every_core_object_fits_kubernetes(built: Built) -> Found:
    """Every object of Kubernetes' own is one that its API takes.

    Each field exists in the lab's version of Kubernetes and has the right type, and what is required is there. A field
    that does not exist is refused when Flux applies the object, or dropped in silence by other tools.
    """
    for item, problem in judged_core(built).core:
        yield Hit.of(item, *said(problem))
