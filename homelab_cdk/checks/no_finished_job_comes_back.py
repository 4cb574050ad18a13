"""A Job that has finished stays, so that it is not run again."""

from __future__ import annotations

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule
from ._standing import if_assumed


@rule(
    "HL458",
    "no_finished_job_comes_back",
    level="warning",
    example="""
 apiVersion: batch/v1
 kind: Job
 metadata: {name: migrate-2-4-0, namespace: media}
 spec:
-  ttlSecondsAfterFinished: 600
   template:
     spec:
       restartPolicy: OnFailure
       containers:
         - name: migrate
           image: registry.example.com/media:2.4.0
           args: [migrate]
""",
    says="""
Job.batch media/migrate-2-4-0: Kubernetes deletes it 600 seconds after it has finished, and Flux
makes it anew at its next interval, so that it runs again and again; leave ttlSecondsAfterFinished
out, or make it a CronJob where it should run again
""",
    see=("https://fluxcd.io/flux/use-cases/running-jobs",),
)
def no_finished_job_comes_back(built: Built) -> Found:
    """A Job that has finished stays, so that it is not run again.

    A Job with `ttlSecondsAfterFinished` is deleted some time after it has finished; Flux finds it missing, makes it anew
    and so runs it again at each interval: a migration, a restore, whatever it was to do once.
    """
    for item in built.of("batch", "Job"):
        seconds = at(item.body, "spec").get("ttlSecondsAfterFinished")
        if seconds is not None:
            yield Hit.of(
                item,
                f"Kubernetes deletes it {seconds} seconds after it has finished, and Flux makes it anew at its next"
                " interval, so that it runs again and again",
                "leave ttlSecondsAfterFinished out, or make it a CronJob where it should run again",
            )
    for release, known in built.releases:
        for workload in known.facts.workloads:
            if workload.vanishes and not workload.hook:
                yield Hit(
                    release.construct,
                    f"Job {workload.namespace}/{workload.name} of the chart {release.chart}",
                    "Kubernetes deletes it some time after it has finished, and Flux makes it anew at its next interval,"
                    " so that it runs again and again",
                    f"have ttlSecondsAfterFinished left out by the values or a patch{if_assumed(known)}",
                )
