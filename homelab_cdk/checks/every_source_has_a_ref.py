"""Sources say what they read."""

from __future__ import annotations

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule

_WAYS = {
    "GitRepository": ("commit", "name", "semver", "tag", "branch"),
    "OCIRepository": ("digest", "semver", "tag"),
}
_OTHERWISE = {"GitRepository": "the branch master", "OCIRepository": "the tag latest"}


@rule(
    "HL205",
    "every_source_has_a_ref",
    example="""
 apiVersion: source.toolkit.fluxcd.io/v1
 kind: GitRepository
 metadata: {name: charts, namespace: flux-system}
 spec:
   url: https://git.example.com/me/charts.git
+  ref: {tag: v1.2.3}
""",
    says="""
GitRepository.source.toolkit.fluxcd.io flux-system/charts: spec.ref names none of commit, name,
semver, tag, branch, so Flux takes the branch master; name one
""",
)
def every_source_has_a_ref(built: Built) -> Found:
    """Sources say what they read.

    Each GitRepository and OCIRepository names a branch, tag, version or digest; without one Flux takes the branch
    `master`, or the tag `latest`.
    """
    for kind, ways in _WAYS.items():
        for item in built.of("source.toolkit.fluxcd.io", kind):
            reference = at(item.body, "spec", "ref")
            if not any(reference.get(way) for way in ways):
                yield Hit.of(
                    item, f"spec.ref names none of {', '.join(ways)}, so Flux takes {_OTHERWISE[kind]}", "name one"
                )
