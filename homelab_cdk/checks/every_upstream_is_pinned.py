"""What is read from other people's repositories does not change by itself."""

from __future__ import annotations

from ..constructs import FLUX_SOURCE
from ..order import FLUX_NAMESPACE, Built
from ._read import at
from ._rule import Found, Hit, rule


@rule(
    "HL273",
    "every_upstream_is_pinned",
    level="warning",
    local=True,
    example="""
 apiVersion: source.toolkit.fluxcd.io/v1
 kind: GitRepository
 metadata: {name: upstream, namespace: flux-system}
-spec: {interval: 12h, url: https://github.com/example/manifests, ref: {branch: main}}
+spec: {interval: 12h, url: https://github.com/example/manifests, ref: {tag: v1.2.3}}
""",
    says="""
GitRepository.source.toolkit.fluxcd.io flux-system/upstream: spec.ref is the branch main, which
moves without a commit in this repository; write a tag or a commit
""",
)
def every_upstream_is_pinned(built: Built) -> Found:
    """What is read from other people's repositories does not change by itself.

    Each GitRepository of the tree, but the lab's own, is read at a tag or a commit, not at a branch or a range: what comes with
    the next commit of somebody else is in the cluster at once, with the rights of Flux.
    """
    for item in built.of("source.toolkit.fluxcd.io", "GitRepository"):
        reference = at(item.body, "spec", "ref")
        place = (item.key.namespace, item.key.name)
        if place == (FLUX_NAMESPACE, FLUX_SOURCE) or ("GitRepository", *place) in built.beyond.own:
            continue
        if reference.get("tag") or reference.get("commit") or str(reference.get("name", "")).startswith("refs/tags/"):
            continue
        moving = next((f"{key} {reference[key]}" for key in ("branch", "semver", "name") if reference.get(key)), "")
        if moving:
            yield Hit.of(
                item,
                f"spec.ref is the {moving}, which moves without a commit in this repository",
                "write a tag or a commit",
            )
