"""Prometheus can read what alerts, recorded metrics and dashboards ask it."""

from __future__ import annotations

from ..order import Built
from ..schemas import looks_like_logql, promql_is_here, promql_problem, promql_template_problem, promql_variables
from ._expressions import Expression, expressions
from ._rule import Found, Hit, Unknown, rule

_INSTALL = "pip install promql-parser"


@rule(
    "HL181",
    "every_expression_is_promql",
    local=True,
    example="""
 apiVersion: monitoring.coreos.com/v1
 kind: PrometheusRule
 metadata: {name: web, namespace: web}
 spec:
   groups:
     - name: web
       rules:
         - alert: WebFails
-          expr: rate(http_requests_total{code=~"5.."}) > 1
+          expr: rate(http_requests_total{code=~"5.."}[5m]) > 1
           for: 5m
""",
    says="""
PrometheusRule.monitoring.coreos.com web/web: spec.groups[0].rules[0].expr (WebFails) is no PromQL:
expected type matrix in call to function 'rate', got vector; correct the expression
""",
    see=("https://prometheus.io/docs/prometheus/latest/querying/basics/",),
)
def every_expression_is_promql(built: Built) -> Found:
    """Prometheus can read what alerts, recorded metrics and dashboards ask it.

    Each expression of a PrometheusRule is PromQL: its syntax, the functions and the types of what they are given. The operator
    leaves an object out with all of its alerts where one of them cannot be read. So is each query of a dashboard in the tree to
    a data source of Prometheus, whatever its variables stand for. It cannot be told where an expression may be of another
    language.
    """
    found = expressions(built)
    if found and not promql_is_here():
        names = ", ".join(dict.fromkeys(one.item.key.kind for one in found))
        yield Unknown("lab", names, "the library that reads PromQL is not installed", _INSTALL)
        return
    for one in found:
        problem = promql_template_problem(one.text) if one.is_template else promql_problem(one.text)
        if problem:
            doubt = _doubt(one)
            if doubt:
                yield Unknown.of(one.item, f"{one.field} is no PromQL ({problem}), {doubt}")
            else:
                yield Hit.of(one.item, f"{one.field} is no PromQL: {problem}", "correct the expression")


def _doubt(one: Expression) -> str:
    """Why an expression that Prometheus does not take may be right all the same."""
    if looks_like_logql(one.text):
        return "and it filters lines as Loki's language does"
    variables = promql_variables(one.text) if one.is_template else []
    if variables:
        return f"and what {', '.join(f'${name}' for name in variables)} stand{'s' * (len(variables) == 1)} for is not known"
    return one.doubt
