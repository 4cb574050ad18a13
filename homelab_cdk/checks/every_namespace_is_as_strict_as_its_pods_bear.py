"""No namespace allows more than its pods need."""

from __future__ import annotations

from ..model import POD_SECURITY_LEVELS, PodSecurity, pod_security
from ..order import Built
from ._levels import LEVEL_LABEL, by_namespace
from ._pods import PodSet, pods_of
from ._read import at, pod_template
from ._rule import Found, Hit, rule


@rule(
    "HL752",
    "every_namespace_is_as_strict_as_its_pods_bear",
    level="warning",
    example={
        "apps/web.py": """
 from homelab_cdk import Lab, WebApp


 def build(lab: Lab) -> None:
-    WebApp(lab, "web", image="registry.example.com/web:1.2.3", pod_security="privileged")
+    WebApp(lab, "web", image="registry.example.com/web:1.2.3", pod_security="restricted")
"""
    },
    says="""
Namespace web: it enforces privileged, and all of its pods meet restricted; write
pod_security='restricted', or say with `add_namespace(…, because=…)` which pods need more
""",
    see=("https://kubernetes.io/docs/concepts/security/pod-security-standards/",),
)
def every_namespace_is_as_strict_as_its_pods_bear(built: Built) -> Found:
    """No namespace allows more than its pods need.

    Each namespace enforces the strictest Pod Security level that all of its pods meet: those of the tree, of charts by
    their facts, and of operators as their components declare them. A weaker one lets in whatever somebody starts there
    later. Where pods come that nobody can know of, `add_namespace(…, because=…)` says so.
    """
    reasons = {name for chart in built.lab.unit_charts for name in chart.level_reasons}
    for item in built.of("", "Namespace"):
        name = item.key.name
        level = by_namespace(built)[name]
        if level not in POD_SECURITY_LEVELS[:-1] or name in reasons or pods_of(built).is_open(name):
            continue
        needed = [_needed(built, pods) for pods in pods_of(built).by_namespace.get(name, ())]
        if any(one == "" for one in needed):
            continue  # an operator's pods, of which nobody says what they need
        weakest = min((one for one in needed if one), key=POD_SECURITY_LEVELS.index, default="restricted")
        if POD_SECURITY_LEVELS.index(weakest) > POD_SECURITY_LEVELS.index(level):
            what = f"all of its pods meet {weakest}" if needed else "no pods are known in it"
            if name in built.lab.surroundings.namespaces:
                fix = f"write pod_security={weakest!r}, or say with `add_namespace(…, because=…)` which pods need more"
            else:
                fix = f"write {LEVEL_LABEL}: {weakest}, or accept it and say which pods need more"
            yield Hit.of(item, f"it enforces {level}, and {what}", fix)


def _needed(built: Built, pods: PodSet) -> PodSecurity | str:
    if pods.fact is not None:
        return pods.fact.pod_security
    if pods.item is None:
        return ""
    annotations = at(pod_template(pods.item), "metadata", "annotations")
    return pod_security(pods.spec, annotations, kubernetes=built.lab.config.cluster.kubernetes)
