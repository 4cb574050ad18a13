"""Whoever may do more than look after its own says why."""

from __future__ import annotations

from ..constructs import UnitChart
from ..model import RBAC, RightsFact, wide_rights
from ..order import Built
from ._reasons import where_to_say
from ._rule import Found, Hit, rule

_KINDS = ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")


@rule(
    "HL754",
    "every_wide_right_has_a_reason",
    level="warning",
    example="""
 apiVersion: rbac.authorization.k8s.io/v1
 kind: ClusterRoleBinding
 metadata: {name: dashboard}
-roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
+roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
 subjects: [{kind: ServiceAccount, name: dashboard, namespace: dashboard}]
""",
    says="""
ClusterRoleBinding.rbac.authorization.k8s.io dashboard: whoever it binds to cluster-admin is
cluster-admin; bind a role that may do less, or accept it and say what it needs it for
""",
    see=("https://kubernetes.io/docs/concepts/security/rbac-good-practices/",),
)
def every_wide_right_has_a_reason(built: Built) -> Found:
    """Whoever may do more than look after its own says why.

    Bindings of the tree and of charts that make somebody `cluster-admin`, that grant everything (`*`) of what is
    Kubernetes' own, the Secrets of all namespaces, or to hand out rights that one does not have (`escalate`, `bind`,
    `impersonate`), belong to a component or app that gives the reason (`wide_rights`): whoever breaks into it has the
    cluster.
    """
    of_tree = {(item.key.kind, item.key.namespace, item.key.name): item for item in built.of(RBAC, *_KINDS)}
    for fact in wide_rights((item.body, item.key.namespace) for item in of_tree.values()):
        kind = "RoleBinding" if fact.namespace else "ClusterRoleBinding"
        item = of_tree[kind, fact.namespace, fact.binding]
        if not item.chart.wide_rights:
            yield Hit.of(item, *_problem(fact, item.chart))
    for chart in built.lab.unit_charts:
        for release in chart.releases if not chart.wide_rights else ():
            for fact in chart.facts(release).facts.rights:
                where = f"{fact.namespace}/{fact.binding}" if fact.namespace else fact.binding
                kind = "RoleBinding" if fact.namespace else "ClusterRoleBinding"
                subject = f"{kind} {where} of the chart {release.chart}"
                yield Hit(release.construct, subject, *_problem(fact, chart))


def _problem(fact: RightsFact, chart: UnitChart) -> tuple[str, str]:
    """What is wrong, and how to mend it."""
    why = where_to_say(chart, "wide_rights", "what it needs it for")
    return f"whoever it binds to {fact.role} {', '.join(fact.powers)}", f"bind a role that may do less, or {why}"
