"""The lock tells of nothing that the lab does not have."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule


@rule(
    "HL455",
    "every_lock_entry_is_of_a_release",
    level="warning",
    example={
        "apps/queues.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     HelmApp(
         lab, "queues", chart="operator", version="1.2.3", repository="oci://charts.example.com/operator"
     )
""",
        "homelab.lock": """
 queues: {release_size: 40000}
-media: {release_size: 60000}
""",
    },
    says="""
the chart operator 1.2.3: homelab.lock tells of the release media, and the lab has no such release;
run `homelab lock`, which takes it out
""",
)
def every_lock_entry_is_of_a_release(built: Built) -> Found:
    """The lock tells of nothing that the lab does not have.

    Each entry of homelab.lock is of a release of this lab. One that is left over is harmless, and says that the lock was
    not made anew since the release left, so that what remains may not be proven either.
    """
    present = {release.construct for release, _ in built.releases}
    for construct, entry in built.lab.surroundings.facts.lock.entries.items():
        if construct not in present:
            yield Hit(
                construct,
                f"the chart {entry.chart}",
                f"homelab.lock tells of the release {construct}, and the lab has no such release",
                "run `homelab lock`, which takes it out",
            )
