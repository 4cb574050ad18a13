"""Backups are made of all that holds data, and of nothing that is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase

from ..constructs import Backups
from ..order import Built
from ._pods import pods_of
from ._policies import namespaces
from ._read import at, texts
from ._rule import Found, Hit, rule


@rule(
    "HL771",
    "everything_with_data_is_backed_up",
    needs="lab",
    example={
        "homelab.yaml": """
 secrets: external-secrets
 objectStorage:
   external-s3: {endpoint: "https://nas.home.example.com:9000"}
 backup:
-  velero:
-    patches:
-      - kind: Schedule
-        name: media
-        operations: [{op: add, path: /spec/paused, value: true}]
-        reason: the NAS gets new disks
+  velero: {}
""",
        "apps/media.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     HelmApp(
         lab,
         "media",
         chart="operator",
         version="1.2.3",
         repository="oci://charts.example.com/operator",
         holds_data=True,
     )
""",
    },
    says="""
Namespace media: media holds data in it, and Schedule.velero.io velero/media, which copies it, is
paused; take spec.paused out
""",
)
def everything_with_data_is_backed_up(built: Built) -> Found:
    """Backups are made of all that holds data, and of nothing that is not there.

    In a lab that makes backups, each namespace of a component or app that holds data is in a Schedule of Velero that is not
    paused, and each Schedule is about namespaces of the lab, by name or by a pattern. What is left out is missed on the day
    when it is needed.
    """
    if not built.lab.surroundings.capabilities.all(Backups):
        return
    places = {item.key.name: item for item in built.of("", "Namespace")}
    covered: set[str] = set()
    paused: dict[str, str] = {}
    for item in built.of("velero.io", "Schedule"):
        spec = at(item.body, "spec")
        listed = texts(at(spec, "template").get("includedNamespaces"))
        gone = [pattern for pattern in listed if not _meant([pattern], namespaces(built))]
        if gone and not pods_of(built).open_everywhere:
            yield Hit.of(
                item,
                f"spec.template.includedNamespaces names {', '.join(gone)}, which nothing in this lab makes",
                "write namespaces of the lab, or take out what is gone",
            )
        left_out = texts(at(spec, "template").get("excludedNamespaces"))
        copied = _meant(listed or ["*"], places.keys()) - _meant(left_out, places.keys())
        if spec.get("paused") is True:
            paused |= dict.fromkeys(copied, str(item.key))
        else:
            covered |= copied
    for name, item in places.items():
        if item.chart.holds_data and name not in covered:
            why = f"{paused[name]}, which copies it, is paused" if name in paused else "no Schedule makes backups of it"
            fix = (
                "take spec.paused out"
                if name in paused
                else "make the namespace with `add_namespace`, so that it gets one, or name it in includedNamespaces of one"
            )
            yield Hit.of(item, f"{item.chart.path} holds data in it, and {why}", fix)


def _meant(patterns: Iterable[str], names: Collection[str]) -> set[str]:
    """The namespaces that Velero means: `*`, `?`, `[abc]` and `{a,b}` stand for what they do in a shell."""
    plain = {pattern for pattern in patterns if not set("*?[{") & set(pattern)}
    found = {name for name in plain if name in names}
    for pattern in set(patterns) - plain:
        found |= {name for name in names if _takes(pattern, name)}
    return found


def _takes(pattern: str, name: str) -> bool:
    before, _, rest = pattern.partition("{")
    inner, closed, after = rest.partition("}")
    if closed:
        return any(_takes(f"{before}{one}{after}", name) for one in inner.split(","))
    return fnmatchcase(name, pattern)
