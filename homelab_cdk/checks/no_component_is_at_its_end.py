"""Nothing in the lab is at its end of life."""

from __future__ import annotations

from ..constructs import Component
from ..order import Built
from ._rule import Found, Hit, rule


@rule(
    "HL708",
    "no_component_is_at_its_end",
    level="warning",
    needs="lab",
    example={
        "homelab.yaml": """
 loadBalancer: metallb
+ingress: traefik
""",
        "apps/ingress_nginx.py": """
-from homelab_cdk import Component, ComponentInfo, Lab
-from homelab_cdk.constructs import Ending
-
-
-class IngressNginx(Component):
-    info = ComponentInfo(
-        name="ingress-nginx",
-        title="Ingress NGINX",
-        about="routes host names from outside to Services",
-        slot="ingress",
-        layer="platform",
-        phase=1,
-        docs="https://kubernetes.github.io/ingress-nginx/",
-        ending=Ending(reason="no release since March 2026, not even for security", successor="traefik"),
-    )
-
-
-def build(lab: Lab) -> None:
-    IngressNginx(lab, "ingress-nginx")
""",
    },
    says="""
Ingress NGINX: it is at its end of life (no release since March 2026, not even for security);
replace it by traefik
""",
    see=("https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/",),
)
def no_component_is_at_its_end(built: Built) -> Found:
    """Nothing in the lab is at its end of life.

    No component of the lab, the user's own among them, has reached its end of life: such a one still runs, and nobody mends
    its faults any more, security holes among them. Each that has names its successor.
    """
    for chart in built.lab.unit_charts:
        if isinstance(chart, Component) and chart.info.ending is not None:
            ending = chart.info.ending
            yield Hit(
                chart.path,
                chart.info.title,
                f"it is at its end of life ({ending.reason})",
                f"replace it by {ending.successor}",
            )
