"""homelab.lock itself, and what it proves."""

from __future__ import annotations

from homelab_cdk._errors import LockError
from tests.mutation.damage import Refused, damage, fact, fact_gone, forget, lock_text, without

LEVEL = "facts"

WORKLOAD = "facts workloads 0"

DAMAGES = (
    # The file
    damage(
        "the lock is no JSON",
        lock_text('"version": 1', "version 1"),
        caught_by=Refused(text="is not JSON", error=LockError),
    ),
    damage(
        "the lock is cut off",
        lock_text("", '{"version": 1, "charts": {"alloy"'),
        caught_by=Refused(text="is not JSON", error=LockError),
    ),
    damage(
        "the lock is of tomorrow",
        lock_text('"version": 1', '"version": 99'),
        caught_by=Refused(text="version 99", error=LockError),
    ),
    damage("the lock is a list", lock_text("", "[]"), caught_by=Refused(text="version None", error=LockError)),
    damage(
        "a merge conflict stands in the lock",
        lock_text('"charts": {', '<<<<<<< HEAD\n"charts": {'),
        caught_by=Refused(text="is not JSON", error=LockError),
    ),
    damage(
        "a fact is of another type",
        fact("gitea", f"{WORKLOAD} replicas", "one"),
        caught_by=Refused(text="is damaged", error=LockError),
    ),
    damage(
        "a fact has a field that is none",
        fact("gitea", f"{WORKLOAD} replica", 1),
        caught_by=Refused(text="is damaged", error=LockError),
    ),
    damage(
        "an entry lacks its chart",
        fact_gone("gitea", "chart"),
        caught_by=Refused(text="is damaged", error=LockError),
    ),
    # What it proves
    damage("a chart is not in the lock", forget("gitea"), caught_by="every_chart_is_proven", about="gitea"),
    damage(
        "a chart was proven at another version",
        fact("gitea", "chart version", "12.5.0"),
        caught_by="every_chart_is_proven",
        about="12.5.0",
    ),
    damage(
        "a chart was proven from another repository",
        fact("gitea", "chart repository", "oci://charts.example.com/gitea"),
        caught_by="every_chart_is_proven",
        about="gitea",
    ),
    damage(
        "a chart was proven with other values",
        fact("gitea", "values", "sha256:0"),
        caught_by="every_chart_is_proven",
        about="other values",
    ),
    damage(
        "a chart was proven for another namespace",
        fact("gitea", "namespace", "git"),
        caught_by="every_chart_is_proven",
        about="git",
    ),
    damage(
        "a chart does not support this Kubernetes",
        fact("gitea", "values", "sha256:0"),
        fact("gitea", "facts kube_version", ">=1.40.0"),
        caught_by="every_chart_supports_this_kubernetes",
        about="gitea",
    ),
    damage(
        "a chart says in no words that anybody knows which Kubernetes it supports",
        fact("gitea", "values", "sha256:0"),
        fact("gitea", "facts kube_version", "the newest"),
        caught_by="every_chart_supports_this_kubernetes",
        about="gitea",
    ),
    damage(
        "a release's record is too large",
        fact("gitea", "facts release_size", 1_200_000),
        caught_by="every_release_fits_its_record",
        about="gitea",
    ),
    damage(
        "a release's record has no room to grow",
        fact("gitea", "facts release_size", 800_000),
        caught_by="every_record_has_room_to_grow",
        about="gitea",
    ),
    damage(
        "the lock tells of what is not there",
        without("gitServer"),
        caught_by="every_lock_entry_is_of_a_release",
        about="gitea",
    ),
)
