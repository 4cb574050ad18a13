"""Namespaces say what their pods may do."""

from __future__ import annotations

from ..order import Built
from ._levels import LEVEL_LABEL, LEVELS
from ._read import at, quoted
from ._rule import Found, Hit, rule


@rule(
    "HL701",
    "every_namespace_has_a_pod_security_level",
    example="""
 apiVersion: v1
 kind: Namespace
 metadata:
   name: web
+  labels: {pod-security.kubernetes.io/enforce: restricted}
""",
    says="""
Namespace web: its label pod-security.kubernetes.io/enforce is not set, allowed are privileged,
baseline, restricted; make it with `add_namespace`, or write restricted unless its pods need more
""",
)
def every_namespace_has_a_pod_security_level(built: Built) -> Found:
    """Namespaces say what their pods may do.

    Each Namespace of the tree enforces a Pod Security level; without the label its pods may do anything to their
    node.
    """
    for item in built.of("", "Namespace"):
        level = at(item.body, "metadata", "labels").get(LEVEL_LABEL)
        if level not in LEVELS:
            yield Hit.of(
                item,
                f"its label {LEVEL_LABEL} is {quoted(level)}, allowed are {', '.join(LEVELS)}",
                "make it with `add_namespace`, or write restricted unless its pods need more",
            )
