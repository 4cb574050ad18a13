from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab
from tests.checks.looking import deployment, found, lab_of, thing, with_crds


def job(schedule: str) -> Lab:
    spec = {"schedule": schedule, "jobTemplate": {"spec": {"template": deployment()["spec"]["template"]}}}
    return lab_of(thing("batch/v1", "CronJob", spec=spec))


def backup(group: str, kind: str, schedule: str, **template: object) -> Lab:
    spec = {"schedule": schedule, "template": template}
    return with_crds(lab_of(thing(f"{group}/v1", kind, namespace="app", spec=spec)), group, kind)


def test_an_hour_that_no_day_has() -> None:
    assert found(job("30 24 * * *"), "HL177") == [
        "app/cronjob-one: CronJob.batch app/one: spec.schedule is '30 24 * * *', and 24 is no hour; write 0 to 23, a"
        " range, a list or *",
    ]


@pytest.mark.parametrize("zone", ["TZ=Europe/Berlin", "CRON_TZ=UTC"])
def test_a_time_zone_in_a_schedule(zone: str) -> None:
    """Of a CronJob the API server refuses it; others take it (source: `validateScheduleFormat`, and robfig/cron)."""
    schedule = f"{zone} 30 3 * * *"
    assert found(job(schedule), "HL177") == [
        f"app/cronjob-one: CronJob.batch app/one: spec.schedule is {schedule!r}, which names a time zone, and the API server"
        " refuses that; write it into spec.timeZone",
    ]
    assert found(backup("velero.io", "Schedule", schedule), "HL177") == []


def test_a_backup_without_seconds() -> None:
    assert found(backup("postgresql.cnpg.io", "ScheduledBackup", "30 3 * * *"), "HL177") == [
        "app/scheduledbackup-one: ScheduledBackup.postgresql.cnpg.io app/one: spec.schedule is '30 3 * * *', which has 5"
        " fields of 6, of which the first is for seconds; write one such as 0 30 3 * * *",
    ]


def test_a_time_that_is_no_duration() -> None:
    assert found(backup("velero.io", "Schedule", "@daily", ttl="14d"), "HL177") == [
        "app/schedule-one: Schedule.velero.io app/one: spec.template.ttl is '14d', which is no duration; write hours,"
        " such as 336h",
    ]


@pytest.mark.parametrize("schedule", ["30 3 * * *", "*/15 0-6,22 * jan-mar mon", "@hourly", "@every 1h30m"])
def test_schedules_that_can_be_read(schedule: str) -> None:
    assert found(job(schedule), "HL177") == []


def test_backups_that_are_made() -> None:
    assert found(backup("postgresql.cnpg.io", "ScheduledBackup", "0 30 3 * * *"), "HL177") == []
    assert found(backup("velero.io", "Schedule", "30 3 * * *", ttl="336h0m0s"), "HL177") == []
