"""Objects stay far from the limits of etcd."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._text import large

LIMIT = 1_000_000


@rule(
    "HL105",
    "no_object_is_huge",
    local=True,
    level="warning",
    example={
        "apps/dashboards.py": """
 from homelab_cdk import Lab, UnitChart

 EXPORT = '{"type": "timeseries"},' * 4_200
 NAMES = ("alerts", "backups", "certificates", "flux", "gitea", "ingress", "nodes", "pods", "postgresql", "volumes")


 def build(lab: Lab) -> None:
     app = UnitChart(lab, "dashboards")
     app.add_namespace()
-    add(app, "dashboards", {f"{name}.json": EXPORT for name in NAMES})
+    for name in NAMES:
+        add(app, name, {f"{name}.json": EXPORT})


 def add(app: UnitChart, name: str, data: dict[str, str]) -> None:
     app.add_manifest({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data})
"""
    },
    says="""
ConfigMap dashboards/dashboards: it takes 1,134,282 bytes, and more than 1,000,000 come close to the
1.5 MiB that etcd takes; spread its keys over several ConfigMaps
""",
    see=("https://etcd.io/docs/v3.5/dev-guide/limit/",),
)
def no_object_is_huge(built: Built) -> Found:
    """Objects stay far from the limits of etcd.

    No object is larger than 1 MB: etcd takes 1.5 MiB, the API server adds fields of its own, and on the way there each
    reader holds it several times.
    """
    for size in large(built):
        if size.length > LIMIT:
            yield Hit.of(
                size.item,
                f"it takes {size.length:,} bytes, and more than {LIMIT:,} come close to the 1.5 MiB that etcd takes",
                f"spread its keys over several {kind}s"
                if (kind := size.item.key.kind) in ("ConfigMap", "Secret")
                else "split it into several objects, or leave long texts out",
            )
