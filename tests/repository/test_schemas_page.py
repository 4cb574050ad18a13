"""What the page about schemas shows works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def test_the_function_for_any_tree(root: Path) -> None:
    [code] = re.findall(r"```python\n(.*?)```", (root / "docs" / "schemas.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    assert [str(finding) for finding in names["findings"]] == [
        "error HL150 web/service.yaml: Service web/web: spec.clusterIp: there is no such field; did you mean"
        " spec.clusterIP?",
    ]
