"""What runs at times of the day runs."""

from __future__ import annotations

from ..model import seconds
from ..order import Built
from ._cron import unreadable
from ._read import at
from ._rule import Found, Hit, rule

_FIELDS = (
    ("batch", "CronJob", "schedule", False),
    ("velero.io", "Schedule", "schedule", False),
    ("longhorn.io", "RecurringJob", "cron", False),
    ("postgresql.cnpg.io", "ScheduledBackup", "schedule", True),
)
"""Group, kind, field below `spec`, and whether a field for seconds comes first."""


@rule(
    "HL177",
    "every_schedule_is_valid",
    local=True,
    example="""
 apiVersion: velero.io/v1
 kind: Schedule
 metadata: {name: web, namespace: velero}
-spec: {schedule: "every night", template: {ttl: 336h}}
+spec: {schedule: "30 3 * * *", template: {ttl: 336h}}
""",
    says="""
Schedule.velero.io velero/web: spec.schedule is 'every night', which has 2 fields of 5; write one
such as 30 3 * * *
""",
)
def every_schedule_is_valid(built: Built) -> Found:
    """What runs at times of the day runs.

    Each schedule of a CronJob, of a backup or of a recurring job of Longhorn can be read: five fields within their bounds, or six
    for CloudNativePG, where the first is for seconds and five would mean something else; and so can the time for which Velero
    keeps a backup. A backup with another one is never made, and nothing says so at night.
    """
    for group, kind, field, with_seconds in _FIELDS:
        for item in built.of(group, kind):
            text = at(item.body, "spec").get(field)
            problem = unreadable(text, with_seconds=with_seconds, with_zone=group != "batch")
            if problem is not None:
                yield Hit.of(item, f"spec.{field} {problem[0]}", problem[1])
    for item in built.of("velero.io", "Schedule"):
        kept = at(item.body, "spec", "template").get("ttl")
        if kept is not None and seconds(kept) is None:
            yield Hit.of(item, f"spec.template.ttl is {kept!r}, which is no duration", "write hours, such as 336h")
