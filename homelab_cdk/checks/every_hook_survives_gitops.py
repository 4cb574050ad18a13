"""Hooks of charts run when they should."""

from __future__ import annotations

from ..model import HookFact
from ..order import Built
from ._rule import Found, Hit, rule
from ._standing import if_assumed


@rule(
    "HL457",
    "every_hook_survives_gitops",
    level="warning",
    example={
        "apps/media.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     media = HelmApp(
         lab,
         "media",
         chart="operator",
         version="1.2.3",
         repository="oci://charts.example.com/operator",
+        values={"createAdmin": {"enabled": False}},
     )
+    admin = {"name": "admin", "image": "registry.example.com/media:2.4.0", "args": ["create-admin"]}
+    template = {"spec": {"restartPolicy": "OnFailure", "containers": [admin]}}
+    media.add_manifest(
+        {
+            "apiVersion": "batch/v1",
+            "kind": "Job",
+            "metadata": {"name": "media-create-admin"},
+            "spec": {"template": template},
+        }
+    )
""",
        "homelab.lock": """
 media:
-  hooks: [{kind: Job, name: media-create-admin, events: [post-install], stays: true}]
+  hooks: []
""",
    },
    says="""
the hook Job media-create-admin of the chart operator 1.2.3: it runs at post-install alone, and what
it makes stays: where the first try of the install fails, Flux tries an upgrade, which leaves it
out, and Flux neither corrects nor removes it later; turn it off in the values, and add what it
makes as a manifest
""",
    see=("https://github.com/helm/helm/issues/8401",),
)
def every_hook_survives_gitops(built: Built) -> Found:
    """Hooks of charts run when they should.

    Flux runs the hooks of a chart with Helm's own code, but not every hook does what its author meant: one of a moment
    that Helm does not know is left out without a word; an object that a hook makes and nothing deletes is no part of the
    release, so that nobody corrects it and no uninstall removes it; and if it is made at the install alone, it is never
    made where the first try fails, because the next try is an upgrade.
    """
    for release, known in built.releases:
        for hook in known.facts.hooks:
            problem = _problem(hook)
            if problem:
                yield Hit(
                    release.construct,
                    f"the hook {hook.kind} {hook.name} of the chart {release.chart}",
                    problem,
                    f"turn it off in the values, and add what it makes as a manifest{if_assumed(known)}",
                )


_EVENTS = frozenset(
    {
        *(f"{when}-{what}" for when in ("pre", "post") for what in ("install", "upgrade", "delete", "rollback")),
        *("test", "test-success", "test-failure"),
    }
)
"""Source: Helm, `pkg/release`, `HookEvent`; `test-success` is taken for `test`, and nobody misses a `test-failure`."""


def _problem(hook: HookFact) -> str:
    strange = [event for event in hook.events if event not in _EVENTS]
    if strange:
        return f"Helm knows no hook {', '.join(strange)}, so that it is never made"
    first = {"pre-install", "post-install"} & set(hook.events)
    again = {"pre-upgrade", "post-upgrade"} & set(hook.events)
    if first and not again and hook.stays:
        return (
            f"it runs at {' and '.join(sorted(first))} alone, and what it makes stays: where the first try of the install"
            " fails, Flux tries an upgrade, which leaves it out, and Flux neither corrects nor removes it later"
        )
    return ""
