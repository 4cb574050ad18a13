"""What a Kustomization says about health has an effect."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..order import Built
from ._read import at, maps
from ._rule import Found, Hit, rule

_OPTIONAL = re.compile(r"[.\[{]\?")
"""What reads a field only where it is there, which Flux takes and the reader at hand does not."""

_LIKE = "write an expression of CEL, such as `status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')`"


@rule(
    "HL264",
    "every_health_check_is_looked_at",
    level="warning",
    example="""
 apiVersion: kustomize.toolkit.fluxcd.io/v1
 kind: Kustomization
 metadata: {name: gitea, namespace: flux-system}
 spec:
   path: ./apps/gitea
   interval: 1h
   timeout: 20m
   prune: true
   sourceRef: {kind: GitRepository, name: flux-system}
   wait: true
-  healthChecks:
-    - {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, name: gitea, namespace: gitea}
""",
    says="""
Kustomization.kustomize.toolkit.fluxcd.io flux-system/gitea: spec.wait is true, and Flux then
ignores spec.healthChecks; leave out spec.healthChecks to wait for all that is applied, or spec.wait
to wait for what they name alone
""",
    see=("https://fluxcd.io/flux/components/kustomize/kustomizations/#health-checks",),
)
def every_health_check_is_looked_at(built: Built) -> Found:
    """What a Kustomization says about health has an effect.

    No Kustomization among the objects has both `wait: true` and `healthChecks`, which Flux ignores then, and the expressions
    of `healthCheckExprs` are ones that CEL can read: with another one Flux applies nothing of the Kustomization any more.
    """
    for item in built.of("kustomize.toolkit.fluxcd.io", "Kustomization"):
        spec = at(item.body, "spec")
        if maps(spec.get("healthChecks")) and spec.get("wait") is True:
            yield Hit.of(
                item,
                "spec.wait is true, and Flux then ignores spec.healthChecks",
                "leave out spec.healthChecks to wait for all that is applied, or spec.wait to wait for what they name alone",
            )
        for number, entry in enumerate(maps(spec.get("healthCheckExprs"))):
            for field, text, problem in _unreadable(entry):
                yield Hit.of(
                    item,
                    f"spec.healthCheckExprs[{number}].{field} is {text!r}, which is no CEL ({problem}), so that Flux"
                    " applies nothing of it",
                    _LIKE,
                )


def _unreadable(entry: object) -> Iterator[tuple[str, str, str]]:
    """The expressions that are none, with their field and what is wrong with them."""
    expressions = {
        field: text
        for field in ("current", "inProgress", "failed")
        if isinstance(text := at({"e": entry}, "e").get(field), str)
    }
    if not expressions:
        return
    import cel

    for field, text in expressions.items():
        try:
            cel.compile(_OPTIONAL.sub(lambda found: found[0][0], text))
        except (RuntimeError, TypeError, ValueError) as error:
            first = str(error).splitlines()[0]
            yield field, text, first.rpartition("<input>:")[2].partition(": ")[2].partition(" expecting ")[0] or first
