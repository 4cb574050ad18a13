"""`homelab check`: all rules over the lab."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from homelab_cdk.checks import RULES, rule
from homelab_cdk.order import Built
from tests.commands._lab import Run


@pytest.fixture
def made_up_rules() -> Iterator[None]:
    """One rule that warns, and one that refuses whatever is called `hello`."""

    @rule("HL998", "nothing is old", level="warning")
    def warns(built: Built) -> Iterator[tuple[str, str, str]]:
        """Nothing is old."""
        yield "hello", "Service hello", "it is old; make it new"

    @rule("HL999", "nothing is called hello")
    def refuses(built: Built) -> Iterator[tuple[str, str, str]]:
        """Nothing is called hello."""
        if any(item.key.name == "hello" for item in built.items):
            yield "hello/service-hello", "Service hello", "it is called hello; call it otherwise"

    yield
    for code in ("HL998", "HL999"):
        RULES.pop(code, None)


def test_a_lab_without_errors_is_fine_and_counted(run: Run, lab_repository: Path) -> None:
    result = run("check", "-C", lab_repository)
    assert result.exit_code == 0, result.stdout
    assert "objects, " in result.stdout
    assert ": 0 errors, " in result.stdout


@pytest.mark.usefixtures("made_up_rules")
def test_an_error_ends_with_one_and_names_everything(run: Run, lab_repository: Path) -> None:
    result = run("check", "-C", lab_repository)
    assert result.exit_code == 1
    assert "error: HL999 hello/service-hello: Service hello: it is called hello; call it otherwise\n" in result.stdout
    assert "warning: HL998 hello: Service hello: it is old; make it new\n" in result.stdout
    assert ": 1 error, " in result.stdout


@pytest.mark.usefixtures("made_up_rules")
def test_json_has_the_findings_and_the_rules(run: Run, lab_repository: Path) -> None:
    told = json.loads(run("check", "--json", "-C", lab_repository).stdout)
    assert {"HL998", "HL999"} <= {finding["code"] for finding in told["findings"]}
    [about] = [item["about"] for item in told["rules"] if item["code"] == "HL999"]
    assert about == "Nothing is called hello."


@pytest.mark.usefixtures("made_up_rules")
def test_an_error_stops_synth_and_warnings_are_told(run: Run, lab_repository: Path) -> None:
    (lab_repository / "generated/README.md").unlink()
    result = run("synth", "-C", lab_repository)
    assert result.exit_code == 1
    assert result.stderr == "error: HL999 hello/service-hello: Service hello: it is called hello; call it otherwise\n"
    assert not (lab_repository / "generated/README.md").exists()
    del RULES["HL999"]
    told = run("synth", "-C", lab_repository)
    assert told.exit_code == 0
    assert "warning: HL998 hello: Service hello: it is old; make it new\n" in told.stderr
