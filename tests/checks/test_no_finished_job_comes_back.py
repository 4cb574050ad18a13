from __future__ import annotations

from homelab_cdk.model import ChartFacts, WorkloadFact
from tests.checks.looking import found, lab_of, thing
from tests.checks.releases import lab_of_release


def test_a_job_of_the_tree() -> None:
    assert found(lab_of(thing("batch/v1", "Job", "fill", spec={"ttlSecondsAfterFinished": 60})), "HL458") == [
        "app/job-fill: Job.batch app/fill: Kubernetes deletes it 60 seconds after it has finished, and Flux makes it anew"
        " at its next interval, so that it runs again and again; leave ttlSecondsAfterFinished out, or make it a CronJob"
        " where it should run again",
    ]


def of_chart(*, vanishes: bool, hook: bool = False) -> list[str]:
    job = WorkloadFact(kind="Job", namespace="tea", name="fill", vanishes=vanishes, hook=hook)
    return found(lab_of_release(ChartFacts(workloads=(job,))), "HL458")


def test_a_job_of_a_chart() -> None:
    assert of_chart(vanishes=True) == [
        "tea: Job tea/fill of the chart operator 1.2.3: Kubernetes deletes it some time after it has finished, and Flux"
        " makes it anew at its next interval, so that it runs again and again; have ttlSecondsAfterFinished left out by the"
        " values or a patch",
    ]


def test_jobs_that_stay_or_that_helm_runs() -> None:
    assert found(lab_of(thing("batch/v1", "Job", "fill", spec={})), "HL458") == []
    assert of_chart(vanishes=False) == []
    assert of_chart(vanishes=True, hook=True) == []
