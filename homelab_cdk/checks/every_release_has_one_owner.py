"""Each release of Helm has one object that installs it, and keeps few records of itself."""

from __future__ import annotations

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule

_MOST = 10
"""Records that are still read at a glance; Flux keeps five by default."""


@rule(
    "HL274",
    "every_release_has_one_owner",
    example="""
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: one, namespace: web}
 spec: {interval: 1h, releaseName: web, chartRef: {kind: OCIRepository, name: web}}
 ---
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: two, namespace: web}
-spec: {interval: 1h, releaseName: web, chartRef: {kind: OCIRepository, name: web}}
+spec: {interval: 1h, releaseName: other, chartRef: {kind: OCIRepository, name: web}}
""",
    says="""
HelmRelease.helm.toolkit.fluxcd.io web/two: it installs the release web in web, which
HelmRelease.helm.toolkit.fluxcd.io web/one installs, too; give one of them another spec.releaseName
""",
)
def every_release_has_one_owner(built: Built) -> Found:
    """Each release of Helm has one object that installs it, and keeps few records of itself.

    No two HelmReleases install a release of one name into one namespace: each would undo what the other has done, for ever. And
    none keeps all of its records (`maxHistory: 0`) or more than ten: each is a Secret as large as the release.
    """
    owners: dict[tuple[str, str], str] = {}
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        spec = at(item.body, "spec")
        place = str(spec.get("storageNamespace") or spec.get("targetNamespace") or item.key.namespace)
        name = str(spec.get("releaseName") or "-".join(filter(None, (spec.get("targetNamespace"), item.key.name))))
        owner = owners.setdefault((place, name), str(item.key))
        if owner != str(item.key):
            yield Hit.of(
                item,
                f"it installs the release {name} in {place}, which {owner} installs, too",
                "give one of them another spec.releaseName",
            )
        history = spec.get("maxHistory", 5)
        if isinstance(history, int) and not 0 < history <= _MOST:
            yield Hit.of(
                item,
                f"spec.maxHistory is {history}, so that {'every record is' if not history else f'{history} records are'}"
                " kept",
                f"write 1 to {_MOST}, or leave it out",
            )
