"""Custom resources are written in a version that their CRD serves."""

from __future__ import annotations

from ..model import GroupKind
from ..order import Built
from ._rule import Found, Hit, rule


@rule(
    "HL180",
    "every_custom_resource_has_a_served_version",
    needs="lab",
    example={
        "apps/secrets.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     repository = "oci://charts.example.com/external-secrets"
     HelmApp(lab, "secrets", chart="external-secrets", version="1.2.3", repository=repository)
""",
        "homelab.lock": """
 secrets:
   crds:
     - group: external-secrets.io
       kind: ExternalSecret
       plural: externalsecrets
       scope: Namespaced
       versions: [v1]
""",
        "apps/web/web.yaml": """
-apiVersion: external-secrets.io/v1beta1
+apiVersion: external-secrets.io/v1
 kind: ExternalSecret
 metadata: {name: web, namespace: web}
 spec:
   secretStoreRef: {kind: ClusterSecretStore, name: vault}
   dataFrom: [{extract: {key: web}}]
""",
    },
    says="""
ExternalSecret.external-secrets.io web/web: it is written in v1beta1, and the CRD that the chart
external-secrets 1.2.3 brings serves v1; write apiVersion: external-secrets.io/v1
""",
    see=("https://github.com/external-secrets/external-secrets/issues/4840",),
)
def every_custom_resource_has_a_served_version(built: Built) -> Found:
    """Custom resources are written in a version that their CRD serves.

    Of each CRD that a chart of the lab brings, the facts name the versions that it serves; the API server refuses an object of
    another one, and with it the whole unit. An update of the chart may take a version away that it served before.
    """
    served: dict[GroupKind, list[str]] = {}
    charts: dict[GroupKind, str] = {}
    for release, known in built.releases:
        for crd in known.facts.crds:
            served.setdefault(crd.group_kind, []).extend(crd.versions)
            charts.setdefault(crd.group_kind, str(release.chart))
    for kind, versions in served.items():
        for item in built.by_kind.get(kind, ()) if versions else ():
            version = str(item.body.get("apiVersion")).rpartition("/")[2]
            if version not in versions:
                yield Hit.of(
                    item,
                    f"it is written in {version}, and the CRD that the chart {charts[kind]} brings serves"
                    f" {', '.join(dict.fromkeys(versions))}",
                    f"write apiVersion: {' or '.join(f'{kind.group}/{one}' for one in dict.fromkeys(versions))}",
                )
