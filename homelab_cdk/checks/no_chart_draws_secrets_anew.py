"""No upgrade changes a password."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._standing import unseen


@rule(
    "HL408",
    "no_chart_draws_secrets_anew",
    level="warning",
    example={
        "homelab.yaml": """
 secrets: external-secrets
""",
        "apps/harbor.py": """
 from homelab_cdk import HelmApp, Lab
 from homelab_cdk.constructs import CredentialStore, Generated

 PIN = {"chart": "harbor", "version": "1.19.1", "repository": "https://helm.goharbor.io"}


 def build(lab: Lab) -> None:
-    HelmApp(lab, "harbor", **PIN)
+    harbor = HelmApp(lab, "harbor", **PIN, values={"jobservice": {"existingSecret": "jobservice"}})
+    store = harbor.require(CredentialStore)
+    secret = store.declare(harbor, "harbor-jobservice", generated={"JOBSERVICE_SECRET": Generated(length=16)})
+    store.hand_over(harbor, secret, secret="jobservice")
""",
        "homelab.lock": """
 harbor:
-  secrets: [{namespace: harbor, name: harbor-jobservice, keys: [JOBSERVICE_SECRET], random: true}]
+  values: {jobservice: {existingSecret: jobservice}}
""",
    },
    says="""
Secret harbor/harbor-jobservice of the chart harbor 1.19.1: its JOBSERVICE_SECRET comes out
different in each render; give the chart an existing Secret, declared with `CredentialStore.declare`
""",
    see=("https://github.com/goharbor/harbor-helm/issues/1549",),
)
def no_chart_draws_secrets_anew(built: Built) -> Found:
    """No upgrade changes a password.

    No chart renders a Secret with random values: each upgrade would draw new ones, and whoever still has the old
    ones is locked out. A chart that looks up what the cluster has keeps it, which a render without a cluster does not show;
    such a finding may be accepted.
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
