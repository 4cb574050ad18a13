"""Pages that follow from the code are what the code says, and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from homelab_cdk.docs import pages


@pytest.mark.parametrize("name", ["components.md", "rules.md"])
def test_written_pages_are_up_to_date(root: Path, name: str) -> None:
    committed = (root / "docs" / name).read_text(encoding="utf-8")
    assert committed == pages()[name], f"docs/{name} is stale: run `make docs`"


def markdown(root: Path) -> list[Path]:
    return sorted(
        [*root.glob("*.md"), *(root / "docs").rglob("*.md"), root / "flux/README.md", root / "generated/README.md"]
    )


def test_links_between_files_lead_somewhere(root: Path) -> None:
    broken = [
        f"{path.relative_to(root)}: {target}"
        for path in markdown(root)
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []
