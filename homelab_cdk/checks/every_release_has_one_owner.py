"""Each release of Helm has one object that installs it, and keeps few records of itself."""

from __future__ import annotations

from ..changes import identity_of
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

    No two HelmReleases install a release of one name into one namespace, or keep its records in one: each would undo what the
    other has done, for ever. And none keeps all of its records (`maxHistory: 0`) or more than ten: each is a Secret as large as
    the release.
    """
    owners: dict[tuple[str, str, str], str] = {}
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        spec, own = at(item.body, "spec"), str(item.key)
        release = identity_of(item.key, spec)
        for verb, place in (
            ("installs the release", release.target),
            ("keeps the records of the release", release.records),
        ):
            owner = owners.setdefault((verb, place, release.name), own)
            if owner != own:
                yield Hit.of(
                    item,
                    f"it {verb} {release.name} in {place}, which {owner} {verb.partition(' ')[0]}, too",
                    "give one of them another spec.releaseName",
                )
                break
        history = spec.get("maxHistory", 5)
        if isinstance(history, int) and not 0 < history <= _MOST:
            yield Hit.of(
                item,
                f"spec.maxHistory is {history}, so that {'every record is' if not history else f'{history} records are'}"
                " kept",
                f"write 1 to {_MOST}, or leave it out",
            )
