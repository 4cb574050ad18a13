"""Pages that follow from the code are what the code says, links lead somewhere, and what they show works."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest

import homelab_cdk.components
from homelab_cdk.checks import check
from homelab_cdk.constructs import component, forget
from homelab_cdk.docs import pages
from homelab_cdk.synth._run import build


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


def test_the_component_of_the_walk_through_works(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homelab_cdk.components.load_components()
    if component("zipkin") is not None:
        pytest.skip("the library has a Zipkin of its own")
    # GIVEN the class that CONTRIBUTING shows, saved where it says
    [code] = re.findall(r"```python\n(.*?)```", (root / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "zipkin.py").write_text(code, encoding="utf-8")
    monkeypatch.setattr(homelab_cdk.components, "__path__", [*homelab_cdk.components.__path__, str(tmp_path)])
    try:
        importlib.import_module("homelab_cdk.components.zipkin")
        # WHEN a lab chooses it
        config = tmp_path / "homelab.yaml"
        text = (root / "homelab.yaml").read_text(encoding="utf-8")
        config.write_text(
            text.replace("tracing: jaeger", "tracing: {jaeger: {}, zipkin: {host: traces}}"), encoding="utf-8"
        )
        built = build(tmp_path)
        # THEN it is a unit like all others, and no rule finds a fault
        assert "observability/zipkin" in [unit.folder for unit in built.units]
        assert [str(finding) for finding in check(built) if finding.level == "error"] == []
    finally:
        forget("zipkin")
        sys.modules.pop("homelab_cdk.components.zipkin", None)
