"""A commit walks through few levels."""

from __future__ import annotations

from ..order import Built, find_cycle, levels
from ._rule import Found, Hit, rule

DEEPEST = 4


@rule(
    "HL301",
    "the_order_is_shallow",
    level="warning",
    example={
        "apps/apps.py": """
-from itertools import pairwise
-
 from homelab_cdk import Lab, WebApp


 def build(lab: Lab) -> None:
     names = ("identity", "gitea", "reader", "media", "web")
     apps = [WebApp(lab, name, image=f"registry.example.com/{name}:1.2.3") for name in names]
-    for earlier, later in pairwise(apps):
-        later.needs.append(earlier)
+    for app in apps[1:]:
+        app.needs.append(apps[0])
"""
    },
    says="""
unit web: it is the end of a chain of 5 units, at most 4 keep a commit quick: web waits for media
waits for reader waits for gitea waits for identity; leave out those of its `needs` that it starts
without, or split a component; `homelab graph` shows why each waits
""",
    see=(
        "https://github.com/fluxcd/flux2/issues/4739",
        "https://github.com/fluxcd/flux2/issues/5601",
    ),
)
def the_order_is_shallow(built: Built) -> Found:
    """A commit walks through few levels.

    No chain of units that wait for each other is longer than four: each commit walks every chain again, and each
    step costs up to half a minute.
    """
    waits = {unit.name: list(unit.depends_on) for unit in built.units}
    circle = find_cycle(waits)
    if circle:
        steps_of_it = " waits for ".join([*circle, circle[0]])
        where = next(unit.chart.path for unit in built.units if unit.name == circle[0])
        yield Hit(
            where, f"unit {circle[0]}", f"it waits for itself: {steps_of_it}", "leave one of these dependencies out"
        )
        return
    steps = levels(waits)
    if len(steps) <= DEEPEST:
        return
    depth = {name: number for number, names in enumerate(steps) for name in names}
    by_name = {unit.name: unit for unit in built.units}
    for name in steps[-1]:
        chain = [name]
        while waits[chain[-1]]:
            chain.append(max(sorted(waits[chain[-1]]), key=depth.__getitem__))
        yield Hit(
            by_name[name].chart.path,
            f"unit {name}",
            f"it is the end of a chain of {len(chain)} units, at most {DEEPEST} keep a commit quick: {' waits for '.join(chain)}",
            "leave out those of its `needs` that it starts without, or split a component; `homelab graph` shows why"
            " each waits",
        )
