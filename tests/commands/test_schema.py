"""`homelab schema`: for editors."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands._lab import Run


def test_it_is_the_schema_that_synth_writes(run: Run, lab_repository: Path) -> None:
    result = run("schema")
    assert result.exit_code == 0
    assert result.stdout == (lab_repository / "generated/homelab.schema.json").read_text()
    assert json.loads(result.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
