"""No upgrade changes a password."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._standing import unseen


@rule(
    "HL409",
    "no_chart_draws_secrets_anew",
    level="warning",
    see=("https://github.com/goharbor/harbor-helm/issues/1549",),
)
def no_chart_draws_secrets_anew(built: Built) -> Found:
    """No upgrade changes a password.

    No chart renders a Secret with random values: each upgrade would draw new ones, and whoever still has the old
    ones is locked out.
    """
    for release, known in built.releases:
        for secret in known.facts.secrets:
            if secret.random:
                yield Hit(
                    release.construct,
                    f"Secret {secret.namespace}/{secret.name} of the chart {release.chart}",
                    f"its {', '.join(secret.keys) or 'content'} comes out different in each render",
                    "give the chart an existing Secret, declared with `CredentialStore.declare`",
                )
    yield from unseen(built)
