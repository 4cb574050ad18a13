from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab
from tests.checks.looking import found, lab_of, thing, with_crds


def cron_job(schedule: object) -> Lab:
    return lab_of(thing("batch/v1", "CronJob", spec={"schedule": schedule}))


def backup(schedule: str) -> Lab:
    body = thing("postgresql.cnpg.io/v1", "ScheduledBackup", namespace="app", spec={"schedule": schedule})
    return with_crds(lab_of(body), "postgresql.cnpg.io", "ScheduledBackup")


def kept(ttl: object) -> Lab:
    body = thing("velero.io/v1", "Schedule", namespace="app", spec={"schedule": "@daily", "template": {"ttl": ttl}})
    return with_crds(lab_of(body), "velero.io", "Schedule")


@pytest.mark.parametrize(
    ("schedule", "problem"),
    [
        ("at noon", "is 'at noon', which has 2 fields of 5; write one such as 30 3 * * *"),
        ("30 25 * * *", "is '30 25 * * *', and 25 is no hour; write 0 to 23, a range, a list or *"),
        ("30 3 * * 7", "is '30 3 * * 7', and 7 is no day of the week; write 0 to 6, a range, a list or *"),
        ("5-1 * * * *", "is '5-1 * * * *', and 5-1 is no minute; write 0 to 59, a range, a list or *"),
        ("*/0 * * * *", "is '*/0 * * * *', and */0 is no minute; write 0 to 59, a range, a list or *"),
        (
            "@nightly",
            "is '@nightly', which is none of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly; write one of"
            " those, or @every 12h",
        ),
        (3, "is 3, which is no text; write 5 fields such as 30 3 * * *"),
    ],
)
def test_schedules_that_nobody_reads(schedule: object, problem: str) -> None:
    assert found(cron_job(schedule), "HL177") == [f"app/cronjob-one: CronJob.batch app/one: spec.schedule {problem}"]


@pytest.mark.parametrize(
    "schedule", ["30 3 * * *", "*/5 0-6,22 1 jan-mar mon", "@every 1h30m", "CRON_TZ=Europe/Berlin 0 3 * * ?", "@daily"]
)
def test_schedules_that_are_read(schedule: str) -> None:
    assert found(cron_job(schedule), "HL177") == []


def test_five_fields_where_seconds_come_first() -> None:
    assert found(backup("30 3 * * *"), "HL177") == [
        "app/scheduledbackup-one: ScheduledBackup.postgresql.cnpg.io app/one: spec.schedule is '30 3 * * *', which has 5"
        " fields of 6, of which the first is for seconds; write one such as 0 30 3 * * *",
    ]
    assert found(backup("0 30 3 * * *"), "HL177") == []


def test_backups_that_are_kept_for_words() -> None:
    assert found(kept("two weeks"), "HL177") == [
        "app/schedule-one: Schedule.velero.io app/one: spec.template.ttl is 'two weeks', which is no duration; write"
        " hours, such as 336h",
    ]
    assert found(kept("336h0m0s"), "HL177") == []
