"""A Job that has finished stays, so that it is not run again."""

from __future__ import annotations

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule
from ._standing import if_assumed


@rule("HL458", "no_finished_job_comes_back", level="warning")
def no_finished_job_comes_back(built: Built) -> Found:
    """A Job that has finished stays, so that it is not run again.

    A Job with `ttlSecondsAfterFinished` is deleted some time after it has finished; Flux finds it missing, makes it anew
    and so runs it again at each interval.
    """
    fix = "leave ttlSecondsAfterFinished out, or make it a CronJob where it should run again"
    for item in built.of("batch", "Job"):
        seconds = at(item.body, "spec").get("ttlSecondsAfterFinished")
        if seconds is not None:
            yield Hit.of(
                item,
                f"Kubernetes deletes it {seconds} seconds after it has finished, and Flux makes it"
                " anew within the hour, again and again",
                f"{fix}",
            )
    for release, known in built.releases:
        for workload in known.facts.workloads:
            if workload.vanishes and not workload.hook:
                yield Hit(
                    release.construct,
                    f"Job {workload.namespace}/{workload.name} of the chart {release.chart}",
                    "Kubernetes deletes it some time after it has finished, and Flux corrects that"
                    " within the hour, again and again",
                    f"have ttlSecondsAfterFinished left out by the values or a patch{if_assumed(known)}",
                )
