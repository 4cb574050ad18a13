"""Values fulfil the schema of their chart."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, rule
from ._values import changed


@rule("HL451", "every_value_fits_its_schema")
def every_value_fits_its_schema(built: Built) -> Found:
    """Values fulfil the schema of their chart.

    Helm refuses values that break a chart's `values.schema.json`, and the release fails in the cluster. As for HL450,
    values that were changed since the last proof are held against the schema that was last seen.
    """
    for release, _, tree in changed(built):
        from ..lock import misfits

        for finding in misfits(tree, release):
            hint = f"; {finding.suggestion}" if finding.suggestion else ""
            yield release.construct, finding.path, f"{finding.message} (by the schema of {release.chart}){hint}"
